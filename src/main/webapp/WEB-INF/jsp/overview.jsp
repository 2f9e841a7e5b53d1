<%@ page session="false" pageEncoding="UTF-8" contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<t:layout title="${ui.text('overview.title')}" section="overview">
  <div class="page-head"><h1>${h:t(ui, 'overview.title')}</h1><t:live/></div>
  <%@ include file="overview-live.jsp" %>
</t:layout>
