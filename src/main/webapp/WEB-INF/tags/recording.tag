<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="What is wrong with recording, if anything; keeps itself up to date." %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<c:if test="${recording.liveHref != null}">
<div id="recording" role="status" hx-get="${h:e(recording.liveHref)}" hx-trigger="every 5s" hx-swap="outerHTML">
  <c:if test="${recording.trouble != null}">
    <p class="warning"><strong>${h:e(recording.trouble)}</strong>
      <c:if test="${recording.since != null}"><t:time time="${recording.since}"/></c:if>
      <c:forEach var="detail" items="${recording.details}"> <span class="detail">${h:e(detail)}</span></c:forEach>
    </p>
  </c:if>
</div>
</c:if>
