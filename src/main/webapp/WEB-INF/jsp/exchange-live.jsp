<%@ page session="false" pageEncoding="UTF-8" contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<div id="live" <c:if test="${view.liveHref != null}">hx-get="${h:e(view.liveHref)}" hx-trigger="every 1s" hx-swap="outerHTML"</c:if>>
  <header class="exchange-head">
    <h1><span class="lead"><t:status status="${view.row.status}"/><span class="method">${h:e(view.row.method)}</span></span><span class="url">${h:e(view.row.url)}</span></h1>
    <p class="about">
      <t:time time="${view.row.time}" exact="true"/>
      <t:time time="${view.row.time}"/>
      <c:if test="${view.row.model != null}"><span class="clamped" title="${h:e(view.row.model)}">${h:e(view.row.model)}</span></c:if>
      <c:if test="${view.provider != null}"><span class="clamped" title="${h:e(view.provider)}">${h:e(view.provider)}</span></c:if>
      <c:if test="${view.row.user != null}"><span class="mono">${h:e(view.row.user)}</span></c:if>
      <c:if test="${view.finishReason != null}"><span class="clamped">${h:t1(ui, 'exchange.finish', view.finishReason)}</span></c:if>
      <t:marks row="${view.row}"/>
      <span class="id"><code id="exchange-id">${h:e(view.row.id)}</code><t:copy of="exchange-id"/></span>
    </p>
  </header>
  <c:if test="${view.failure != null}"><p class="problem">${h:e(view.failure)}</p></c:if>
  <c:if test="${view.redacted != null}"><p class="note">${h:e(view.redacted)}</p></c:if>
  <c:if test="${view.row.running}"><p class="note"><span>${h:t(ui, 'exchange.running')}</span> <span data-since="${h:e(view.row.time.iso)}">${h:e(view.row.duration.text)}</span></p></c:if>
  <div class="measures">
    <dl class="facts">
      <c:forEach var="fact" items="${view.facts}"><div><dt>${h:e(fact.label)}</dt><dd title="${h:e(fact.value.exact)}">${h:e(fact.value.text)}</dd></div></c:forEach>
    </dl>
    <c:if test="${!empty view.timeline.stages}"><div class="times"><t:timeline timeline="${view.timeline}"/></div></c:if>
  </div>
  <div class="sides">
    <section aria-labelledby="request-title">
      <h2 id="request-title">${h:t(ui, 'exchange.request')}</h2>
      <t:headers headers="${view.requestHeaders}" label="${ui.text('exchange.requestHeaders')}"/>
      <t:body body="${view.request}" label="${ui.text('exchange.requestBody')}"/>
    </section>
    <section aria-labelledby="response-title">
      <h2 id="response-title">${h:t(ui, 'exchange.response')}</h2>
      <c:choose>
        <c:when test="${view.answered}">
          <t:headers headers="${view.responseHeaders}" label="${ui.text('exchange.responseHeaders')}"/>
          <c:choose>
            <c:when test="${view.row.running}"><p class="note">${h:t(ui, 'exchange.bodyLater')}</p></c:when>
            <c:otherwise><t:body body="${view.response}" label="${ui.text('exchange.responseBody')}"/></c:otherwise>
          </c:choose>
        </c:when>
        <c:otherwise><p class="note"><c:choose><c:when test="${view.row.running}">${h:t(ui, 'exchange.responseLater')}</c:when><c:otherwise>${h:t(ui, 'exchange.noResponse')}</c:otherwise></c:choose></p></c:otherwise>
      </c:choose>
    </section>
  </div>
</div>
