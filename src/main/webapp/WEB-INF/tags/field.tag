<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="A criterion that is typed." %>
<%@ attribute name="name" required="true" %>
<%@ attribute name="value" required="true" %>
<%@ attribute name="hint" required="true" description="an example; not escaped" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<label class="field"><span>${h:t(ui, 'filter.'.concat(name))}</span>
  <input name="${h:e(name)}" value="${h:e(value)}" placeholder="${h:e(hint)}" autocomplete="off" spellcheck="false">
</label>
