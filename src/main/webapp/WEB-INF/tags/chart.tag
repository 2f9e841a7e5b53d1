<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="A chart, and the same as a table." %>
<%@ attribute name="chart" required="true" type="java.lang.Object" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<section class="chart" id="${h:e(chart.id)}">
  <h2>${h:e(chart.title)}</h2>
  <c:choose>
    <c:when test="${empty chart.rows}"><p class="empty">${h:t(ui, 'chart.empty')}</p></c:when>
    <c:otherwise>
      <div class="plot">
        <svg class="value-axis" aria-hidden="true">
          <c:forEach var="tick" items="${chart.values}"><text x="100%" y="${h:e(tick.y)}">${h:e(tick.text)}</text></c:forEach>
          <text x="100%" y="120">0</text>
        </svg>
        <svg viewBox="0 0 600 120" preserveAspectRatio="none" role="group" aria-label="${h:e(chart.title)}">
          <c:forEach var="tick" items="${chart.values}"><line x1="0" x2="600" y1="${h:e(tick.y)}" y2="${h:e(tick.y)}"/></c:forEach>
          <line x1="0" x2="600" y1="120" y2="120"/>
          <c:forEach var="bar" items="${chart.bars}"><a href="${h:e(bar.href)}" aria-label="${h:e(bar.time.text)} · ${h:e(bar.title)}" data-time="${h:e(bar.time.iso)}" data-says="${h:e(bar.title)}" tabindex="-1"><rect class="k-${h:e(bar.kind)}" x="${h:e(bar.x)}" y="${h:e(bar.y)}" width="${h:e(bar.width)}" height="${h:e(bar.height)}"><title>${h:e(bar.time.text)} · ${h:e(bar.title)}</title></rect></a></c:forEach>
          <c:forEach var="line" items="${chart.lines}"><polyline class="${h:e(line.shape)} k-${h:e(line.kind)}" points="${h:e(line.points)}"/></c:forEach>
        </svg>
        <svg class="time-axis" aria-hidden="true">
          <c:forEach var="tick" items="${chart.times}"><text x="${h:e(tick.percent)}%" y="12" text-anchor="${h:e(tick.anchor)}" data-time="${h:e(tick.iso)}" data-form="${h:e(tick.form)}">${h:e(tick.text)}</text></c:forEach>
        </svg>
      </div>
      <ul class="keys">
        <c:forEach var="key" items="${chart.keys}"><li class="k-${h:e(key.kind)}"><span title="${h:e(key.label)}">${h:e(key.label)}</span></li></c:forEach>
      </ul>
      <details>
        <summary>${h:t(ui, 'chart.table')}</summary>
        <div class="scrolled" tabindex="0" role="region" aria-label="${h:e(chart.title)}">
          <table class="plain">
            <thead><tr><th scope="col">${h:t(ui, 'chart.time')}</th><c:forEach var="key" items="${chart.keys}"><th scope="col" class="number"><span class="clamped">${h:e(key.label)}</span></th></c:forEach></tr></thead>
            <tbody>
              <c:forEach var="row" items="${chart.rows}"><tr><th scope="row"><time class="stretch" datetime="${h:e(row.time.iso)}">${h:e(row.time.text)}</time></th><c:forEach var="value" items="${row.values}"><td class="number">${h:e(value)}</td></c:forEach></tr></c:forEach>
            </tbody>
          </table>
        </div>
      </details>
    </c:otherwise>
  </c:choose>
</section>
