<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="A criterion with few values." %>
<%@ attribute name="name" required="true" %>
<%@ attribute name="value" required="true" %>
<%@ attribute name="options" required="true" description="separated by commas" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="fn" uri="jakarta.tags.functions" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<label class="field"><span>${h:t(ui, 'filter.'.concat(name))}</span>
  <select name="${h:e(name)}">
    <option value="">${h:t(ui, 'filter.any')}</option>
    <c:if test="${!empty value && !fn:contains(options, value)}"><option selected>${h:e(value)}</option></c:if>
    <c:forTokens var="option" items="${options}" delims=",">
      <option value="${h:e(option)}" <c:if test="${option == value}">selected</c:if>>${h:e(ui.option(name, option))}</option>
    </c:forTokens>
  </select>
</label>
