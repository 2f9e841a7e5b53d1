<%@ page session="false" pageEncoding="UTF-8" contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<t:layout title="${view.row.method} ${view.row.path}" section="requests">
  <nav class="crumbs" aria-label="${h:t(ui, 'exchange.way')}">
    <a href="${h:e(view.listHref)}">← ${h:t(ui, 'requests.title')}</a>
    <span class="ways">
      <t:way href="${view.newerHref}" id="newer" label="${ui.text('exchange.newer')}" sign="‹"/>
      <t:way href="${view.olderHref}" id="older" label="${ui.text('exchange.older')}" sign="›"/>
    </span>
  </nav>
  <%@ include file="exchange-live.jsp" %>
</t:layout>
