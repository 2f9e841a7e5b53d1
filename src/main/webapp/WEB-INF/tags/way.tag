<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="A step to somewhere; dimmed where there is nowhere to go." %>
<%@ attribute name="href" required="true" description="null: nowhere" %>
<%@ attribute name="id" required="true" %>
<%@ attribute name="label" required="true" description="not escaped" %>
<%@ attribute name="sign" required="true" %>
<%@ attribute name="unknown" required="false" description="not escaped; says that where it leads is not known" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<c:choose>
  <c:when test="${not empty unknown}"><span class="way unknown" role="img" aria-label="${h:e(unknown)}" title="${h:e(unknown)}">?</span></c:when>
  <c:when test="${empty href}"><span class="way none" aria-hidden="true">${h:e(sign)}</span></c:when>
  <c:otherwise><a class="way" id="${h:e(id)}" href="${h:e(href)}" aria-label="${h:e(label)}" title="${h:e(label)}">${h:e(sign)}</a></c:otherwise>
</c:choose>
