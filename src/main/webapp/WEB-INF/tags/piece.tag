<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="A piece of a body, and the way to the next one." %>
<%@ attribute name="body" required="true" type="java.lang.Object" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<c:choose>
  <c:when test="${body.kind == 'events'}">
    <ol class="events" hx-disable>
      <c:forEach var="event" items="${body.events}">
        <li><span class="at" title="${h:e(event.at.exact)}">${h:e(event.at.text)}</span><span class="data"><c:if test="${!empty event.type}"><span class="mark">${h:e(event.type)}</span></c:if><code data-kind="json">${h:e(event.text)}</code></span></li>
      </c:forEach>
    </ol>
  </c:when>
  <c:otherwise><pre data-kind="${h:e(body.kind)}" hx-disable>${h:e(body.text)}</pre></c:otherwise>
</c:choose>
<c:if test="${body.moreHref != null}">
  <p class="more"><a href="${h:e(body.plainHref)}" hx-get="${h:e(body.moreHref)}" hx-target="closest .more" hx-swap="outerHTML">${h:t1(ui, 'exchange.more', body.rest)}</a></p>
</c:if>
