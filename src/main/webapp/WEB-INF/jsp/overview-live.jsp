<%@ page session="false" pageEncoding="UTF-8" contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<div id="live" hx-get="${h:e(view.liveHref)}" hx-trigger="every 400ms" hx-swap="outerHTML">
  <c:if test="${not view.complete}"><p class="note" id="incomplete">${h:t(ui, 'overview.incomplete')}</p></c:if>
  <t:figures figures="${view.figures}"/>
  <c:choose>
    <c:when test="${view.start != null}"><t:start start="${view.start}"/></c:when>
    <c:otherwise>
      <div class="charts"><c:forEach var="chart" items="${view.charts}"><t:chart chart="${chart}"/></c:forEach></div>
      <c:if test="${not empty view.models}"><t:totals title="${ui.text('chart.models')}" totals="${view.models}"/></c:if>
      <c:if test="${not empty view.users}"><t:totals title="${ui.text('chart.users')}" totals="${view.users}"/></c:if>
      <t:extremes extremes="${view.extremes}"/>
      <div class="section-head"><h2>${h:t(ui, 'overview.newest')}</h2><a id="all-requests" href="${h:u(ui, '/requests')}">${h:t(ui, 'overview.all')}</a></div>
      <t:rows rows="${view.rows}" caption="${ui.text('overview.newest')}"/>
    </c:otherwise>
  </c:choose>
</div>
