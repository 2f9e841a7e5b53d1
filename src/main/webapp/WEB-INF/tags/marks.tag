<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="What is special about an exchange." %>
<%@ attribute name="row" required="true" type="java.lang.Object" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<c:if test="${row.streamed}"><span class="mark" title="${h:t(ui, 'mark.stream.long')}">${h:t(ui, 'mark.stream')}</span></c:if>
<c:if test="${row.attempts > 1}"><span class="mark warn" title="${h:t1(ui, 'mark.attempts.long', row.attempts)}">×${h:e(row.attempts)}</span></c:if>
<c:if test="${row.cached.known}"><span class="mark" title="${h:t1(ui, 'mark.cached.long', row.cached.exact)}">${h:t(ui, 'mark.cached')}</span></c:if>
<c:if test="${row.truncated}"><span class="mark warn" title="${h:t(ui, 'mark.truncated.long')}">${h:t(ui, 'mark.truncated')}</span></c:if>
