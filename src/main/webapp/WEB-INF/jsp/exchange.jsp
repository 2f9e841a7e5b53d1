<%@ page session="false" pageEncoding="UTF-8" contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<t:layout title="${view.row.method} ${view.row.path}" section="requests">
  <nav class="crumbs" aria-label="${h:t(ui, 'exchange.way')}">
    <a href="${h:e(view.listHref)}">← ${h:t(ui, 'requests.title')}</a>
    <span class="ways">
      <t:way href="${view.newer.href}" id="newer" label="${ui.text('exchange.newer')}" sign="‹"
        unknown="${view.newer.known ? null : ui.text('exchange.newerUnknown')}"/>
      <t:way href="${view.older.href}" id="older" label="${ui.text('exchange.older')}" sign="›"
        unknown="${view.older.known ? null : ui.text('exchange.olderUnknown')}"/>
    </span>
  </nav>
  <%@ include file="exchange-live.jsp" %>
</t:layout>
