<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="A moment: how long ago, exact on hover." %>
<%@ attribute name="time" required="true" type="java.lang.Object" %>
<%@ attribute name="exact" type="java.lang.Boolean" description="the date and time itself instead" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<c:choose>
  <c:when test="${exact}"><time class="exact" datetime="${h:e(time.iso)}">${h:e(time.exact)}</time></c:when>
  <c:otherwise><time class="relative" datetime="${h:e(time.iso)}" title="${h:e(time.exact)}">${h:e(time.ago)}</time></c:otherwise>
</c:choose>
