<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="Where in the list one is, and the ways from there." %>
<%@ attribute name="pager" required="true" type="java.lang.Object" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<c:if test="${pager.farther != null}">
  <p class="farther"><span><span>${h:t(ui, 'pager.looked')}</span> <t:time time="${pager.farther.until}" exact="true"/></span> <a id="look-farther" href="${h:e(pager.farther.href)}">${h:t(ui, 'pager.lookFarther')}</a></p>
</c:if>
<nav class="pager" aria-label="${h:t(ui, 'pager.label')}">
  <span class="total">${h:e(pager.total)}</span>
  <t:way href="${pager.firstHref}" id="page-first" label="${ui.text('pager.first')}" sign="«"/>
  <t:way href="${pager.previousHref}" id="page-previous" label="${ui.text('pager.previous')}" sign="‹"/>
  <span class="place">${h:e(pager.place)}</span>
  <t:way href="${pager.nextHref}" id="page-next" label="${ui.text('pager.next')}" sign="›"/>
  <t:way href="${pager.lastHref}" id="page-last" label="${ui.text('pager.last')}" sign="»"/>
</nav>
