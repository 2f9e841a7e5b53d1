<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="Totals by model or by key." %>
<%@ attribute name="title" required="true" description="not escaped" %>
<%@ attribute name="totals" required="true" type="java.lang.Object" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<section class="totals">
  <h2>${h:e(title)}</h2>
  <div class="scrolled" tabindex="0" role="region" aria-label="${h:e(title)}">
    <table class="plain cards">
      <thead>
        <tr>
          <th scope="col">${h:t(ui, 'chart.name')}</th>
          <th scope="col" class="number">${h:t(ui, 'figure.requests')}</th>
          <th scope="col" class="number">${h:t(ui, 'overview.failed')}</th>
          <th scope="col" class="number">${h:t(ui, 'chart.p50')}</th>
          <th scope="col" class="number">${h:t(ui, 'chart.p95')}</th>
          <th scope="col" class="number">${h:t(ui, 'figure.tokens')}</th>
          <th scope="col" class="number">${h:t(ui, 'figure.cost')}</th>
        </tr>
      </thead>
      <tbody>
        <c:forEach var="line" items="${totals}">
          <tr>
            <th scope="row" title="${h:e(line.name)}"><span class="clamped"><c:choose><c:when test="${not empty line.href}"><a href="${h:e(line.href)}">${h:e(line.name)}</a></c:when><c:otherwise>${h:e(line.name)}</c:otherwise></c:choose></span></th>
            <td class="number" data-name="${h:t(ui, 'figure.requests')}" title="${h:e(line.calls.exact)}">${h:e(line.calls.text)}</td>
            <td class="number" data-name="${h:t(ui, 'overview.failed')}" title="${h:e(line.failed.exact)}">${h:e(line.failed.text)}</td>
            <td class="number" data-name="${h:t(ui, 'chart.p50')}" title="${h:e(line.p50.exact)}">${h:e(line.p50.text)}</td>
            <td class="number" data-name="${h:t(ui, 'chart.p95')}" title="${h:e(line.p95.exact)}">${h:e(line.p95.text)}</td>
            <td class="number" data-name="${h:t(ui, 'figure.tokens')}" title="${h:e(line.tokens.exact)}">${h:e(line.tokens.text)}</td>
            <td class="number" data-name="${h:t(ui, 'figure.cost')}" title="${h:e(line.cost.exact)}">${h:e(line.cost.text)}<c:if test="${line.computed}">&#160;<abbr title="${h:t(ui, 'chart.computed')}">≈</abbr></c:if></td>
          </tr>
        </c:forEach>
      </tbody>
    </table>
  </div>
</section>
