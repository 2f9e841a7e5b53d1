<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="A button that copies an element's text; shown by its script." %>
<%@ attribute name="of" required="true" description="id of the element" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<button type="button" class="copy quiet" data-copy="${h:e(of)}" data-done="${h:t(ui, 'copy.done')}" hidden>${h:t(ui, 'copy')}</button>
