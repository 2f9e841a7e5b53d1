<%@ page session="false" pageEncoding="UTF-8" contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<t:layout title="${ui.text('audit.title')}" section="audit">
  <div class="page-head"><h1>${h:t(ui, 'audit.title')}</h1></div>
  <ol class="audit">
    <c:forEach var="line" items="${view.lines}">
      <li class="${h:e(line.grave ? 'grave' : 'usual')}">
        <t:time time="${line.time}"/>
        <strong>${h:e(line.action)}</strong>
        <span class="mono who">${h:e(line.who)}</span>
        <span class="mono address">${h:e(line.address)}</span>
        <c:if test="${line.detail != null}"><span class="mono detail">${h:e(line.detail)}</span></c:if>
      </li>
    </c:forEach>
  </ol>
  <c:if test="${view.olderHref != null}">
    <nav class="pager" aria-label="${h:t(ui, 'audit.title')}"><a href="${h:e(view.olderHref)}">${h:t(ui, 'audit.older')}</a></nav>
  </c:if>
</t:layout>
