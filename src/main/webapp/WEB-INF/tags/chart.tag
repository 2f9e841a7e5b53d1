<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="A chart, and the same as a table." %>
<%@ attribute name="chart" required="true" type="java.lang.Object" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<section class="chart" id="${h:e(chart.id)}">
  <h2>${h:e(chart.title)} <span class="top">${h:e(chart.top)}</span></h2>
  <svg viewBox="0 0 600 120" preserveAspectRatio="none" role="group" aria-label="${h:e(chart.title)}">
    <c:forEach var="bar" items="${chart.bars}"><a href="${h:e(bar.href)}" aria-label="${h:e(bar.title)}" tabindex="-1"><rect class="k-${h:e(bar.kind)}" x="${h:e(bar.x)}" y="${h:e(bar.y)}" width="${h:e(bar.width)}" height="${h:e(bar.height)}"><title>${h:e(bar.title)}</title></rect></a></c:forEach>
    <c:forEach var="line" items="${chart.lines}"><polyline class="k-${h:e(line.kind)}" points="${h:e(line.points)}"/></c:forEach>
  </svg>
  <ul class="keys">
    <c:forEach var="key" items="${chart.keys}"><li class="k-${h:e(key.kind)}">${h:e(key.label)}</li></c:forEach>
  </ul>
  <details>
    <summary>${h:t(ui, 'chart.table')}</summary>
    <div class="scrolled" tabindex="0" role="region" aria-label="${h:e(chart.title)}">
      <table class="plain">
        <thead><tr><th scope="col">${h:t(ui, 'chart.time')}</th><c:forEach var="key" items="${chart.keys}"><th scope="col" class="number">${h:e(key.label)}</th></c:forEach></tr></thead>
        <tbody>
          <c:forEach var="row" items="${chart.rows}"><tr><th scope="row">${h:e(row.time)}</th><c:forEach var="value" items="${row.values}"><td class="number">${h:e(value)}</td></c:forEach></tr></c:forEach>
        </tbody>
      </table>
    </div>
  </details>
</section>
