<%@ page session="false" pageEncoding="UTF-8" contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<t:layout title="${ui.text('requests.title')}" section="requests">
  <div class="page-head"><h1>${h:t(ui, 'requests.title')}</h1><c:if test="${view.liveHref != null}"><t:live/></c:if></div>
  <t:filters filter="${view.filter}"/>
  <c:if test="${sealedBodies && !empty view.filter.values['search']}"><p class="note">${h:t(ui, 'requests.sealed')}</p></c:if>
  <%@ include file="requests-live.jsp" %>
</t:layout>
