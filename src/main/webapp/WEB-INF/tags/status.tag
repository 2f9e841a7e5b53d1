<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="How an exchange stands, as a badge." %>
<%@ attribute name="status" required="true" type="java.lang.Object" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<span class="status ${h:e(status.kind)}" title="${h:e(status.words)}">${h:e(status.text)}</span>
