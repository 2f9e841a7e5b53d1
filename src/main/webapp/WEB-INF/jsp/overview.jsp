<%@ page session="false" pageEncoding="UTF-8" contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<t:layout title="${ui.text('overview.title')}" section="overview">
  <div class="page-head"><h1>${h:t(ui, 'overview.title')}</h1><t:live/></div>
  <nav class="ranges" aria-label="${h:t(ui, 'overview.range')}">
    <c:forEach var="range" items="${view.ranges}"><c:choose><c:when test="${range.chosen}"><a href="${h:e(range.href)}" aria-current="true">${h:e(range.label)}</a></c:when><c:otherwise><a href="${h:e(range.href)}">${h:e(range.label)}</a></c:otherwise></c:choose></c:forEach>
  </nav>
  <%@ include file="overview-live.jsp" %>
</t:layout>
