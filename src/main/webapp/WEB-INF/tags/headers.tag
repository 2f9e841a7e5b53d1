<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="Header lines as they were sent." %>
<%@ attribute name="headers" required="true" type="java.lang.Object" %>
<%@ attribute name="label" required="true" description="not escaped" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="fn" uri="jakarta.tags.functions" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<details class="headers" open>
  <summary>${h:t(ui, 'exchange.headers')} <span class="faint">${h:e(fn:length(headers))}</span></summary>
  <div class="lines" tabindex="0" role="region" aria-label="${h:e(label)}"><dl>
    <c:forEach var="line" items="${headers}"><div><dt>${h:e(line.name)}</dt><dd>${h:e(line.value)}</dd></div></c:forEach>
  </dl></div>
</details>
