<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="A recorded body with its size and the ways to have it." %>
<%@ attribute name="body" required="true" type="java.lang.Object" %>
<%@ attribute name="label" required="true" description="not escaped" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<div class="body">
  <div class="body-head">
    <h3>${h:t(ui, 'exchange.body')}</h3>
    <span class="faint">${h:e(body.mediaType)}</span>
    <span class="faint" title="${h:e(body.size.exact)}">${h:e(body.size.text)}</span>
    <c:if test="${body.kind != 'none' && body.kind != 'unreadable' && body.kind != 'lost'}">
      <span class="body-ways">
        <c:if test="${body.kind != 'binary'}"><a href="${h:e(body.plainHref)}">${h:t(ui, 'exchange.plain')}</a></c:if>
        <a href="${h:e(body.downloadHref)}" download>${h:t(ui, 'exchange.download')}</a>
      </span>
    </c:if>
  </div>
  <c:if test="${body.truncated && body.kind != 'unreadable' && body.kind != 'lost'}">
    <p class="note"><span><c:choose><c:when test="${body.recorded != null}">${h:t2(ui, 'exchange.truncated', body.recorded.text, body.size.text)}</c:when><c:otherwise>${h:t1(ui, 'exchange.truncatedOf', body.size.text)}</c:otherwise></c:choose></span><c:if test="${body.sha256 != null}"> <span class="mono">SHA-256 ${h:e(body.sha256)}</span></c:if></p>
  </c:if>
  <c:choose>
    <c:when test="${body.kind == 'none'}"><p class="note">${h:t(ui, 'exchange.noBody')}</p></c:when>
    <c:when test="${body.kind == 'lost'}"><p class="note">${h:t(ui, 'exchange.lost')}</p></c:when>
    <c:when test="${body.kind == 'unreadable'}"><p class="note">${h:t(ui, 'exchange.unreadable')}</p></c:when>
    <c:when test="${body.kind == 'binary'}"><p class="note">${h:t(ui, 'exchange.binary')}</p></c:when>
    <c:otherwise>
      <div class="code" role="region" aria-label="${h:e(label)}" tabindex="0"><t:piece body="${body}"/></div>
    </c:otherwise>
  </c:choose>
</div>
