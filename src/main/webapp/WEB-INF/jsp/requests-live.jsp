<%@ page session="false" pageEncoding="UTF-8" contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<div id="live" <c:if test="${view.liveHref != null}">hx-get="${h:e(view.liveHref)}" hx-trigger="every 400ms" hx-swap="outerHTML"</c:if>>
  <c:choose>
    <c:when test="${view.start != null}"><t:start start="${view.start}"/></c:when>
    <c:when test="${empty view.rows}"><p class="nothing">${h:e(view.pager.nothing)}</p><t:pager pager="${view.pager}"/></c:when>
    <c:otherwise>
      <t:rows rows="${view.rows}" caption="${ui.text('requests.title')}"/>
      <t:pager pager="${view.pager}"/>
    </c:otherwise>
  </c:choose>
</div>
