<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="The slowest calls, and what failed how often." %>
<%@ attribute name="extremes" required="true" type="java.lang.Object" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<div class="extremes">
<c:if test="${not empty extremes.failures}">
  <section class="totals" id="failures">
    <h2>${h:t(ui, 'extremes.failures')}<c:if test="${extremes.limit != null}"> <small>${h:e(extremes.limit)}</small></c:if></h2>
    <div class="scrolled" tabindex="0" role="region" aria-label="${h:t(ui, 'extremes.failures')}">
      <table class="plain">
        <thead><tr><th scope="col">${h:t(ui, 'row.status')}</th><th scope="col">${h:t(ui, 'extremes.error')}</th><th scope="col" class="number">${h:t(ui, 'figure.requests')}</th></tr></thead>
        <tbody>
          <c:forEach var="line" items="${extremes.failures}">
            <tr><th scope="row"><a href="${h:e(line.href)}">${h:e(line.status)}</a></th><td class="said" title="${h:e(line.error)}"><span class="clamped">${h:e(line.error)}</span></td><td class="number" title="${h:e(line.count.exact)}">${h:e(line.count.text)}</td></tr>
          </c:forEach>
        </tbody>
      </table>
    </div>
  </section>
</c:if>
<c:if test="${not empty extremes.slowest}">
  <section class="totals" id="slowest">
    <h2>${h:t(ui, 'extremes.slowest')}<c:if test="${extremes.limit != null}"> <small>${h:e(extremes.limit)}</small></c:if></h2>
    <div class="scrolled" tabindex="0" role="region" aria-label="${h:t(ui, 'extremes.slowest')}">
      <table class="plain">
        <thead><tr><th scope="col">${h:t(ui, 'row.time')}</th><th scope="col">${h:t(ui, 'row.model')}</th><th scope="col" class="number">${h:t(ui, 'row.duration')}</th><th scope="col" class="number"><abbr title="${h:t(ui, 'row.firstToken.long')}">${h:t(ui, 'row.firstToken')}</abbr></th></tr></thead>
        <tbody>
          <c:forEach var="row" items="${extremes.slowest}">
            <tr><th scope="row"><a href="${h:e(row.href)}"><t:time time="${row.time}"/></a></th><td class="said" title="${h:e(row.model)}"><span class="clamped">${h:e(row.model)}</span></td><td class="number" title="${h:e(row.duration.exact)}">${h:e(row.duration.text)}</td><td class="number" title="${h:e(row.firstToken.exact)}">${h:e(row.firstToken.text)}</td></tr>
          </c:forEach>
        </tbody>
      </table>
    </div>
  </section>
</c:if>
</div>
