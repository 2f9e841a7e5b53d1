<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="A piece of a body, and the way to the next one." %>
<%@ attribute name="body" required="true" type="java.lang.Object" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<pre data-kind="${h:e(body.kind)}" hx-disable>${h:e(body.text)}</pre>
<c:if test="${body.moreHref != null}">
  <p class="more"><a href="${h:e(body.plainHref)}" hx-get="${h:e(body.moreHref)}" hx-target="closest .more" hx-swap="outerHTML">${h:t1(ui, 'exchange.more', body.rest.text)}</a></p>
</c:if>
