<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="The figures, each leading to its rows." %>
<%@ attribute name="figures" required="true" type="java.lang.Object" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<dl class="figures">
  <c:forEach var="figure" items="${figures}">
    <div class="figure">
      <dt><a href="${h:e(figure.href)}">${h:e(figure.label)}</a></dt>
      <dd class="value" title="${h:e(figure.value.exact)}">${h:e(figure.value.text)}</dd>
      <dd class="detail">${h:e(figure.detail)}</dd>
    </div>
  </c:forEach>
</dl>
