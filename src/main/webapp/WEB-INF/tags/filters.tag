<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="Search and filter of the list; works by its address alone." %>
<%@ attribute name="filter" required="true" type="java.lang.Object" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<form class="filters" method="get" action="${h:u(ui, '/requests')}" role="search">
  <div class="search">
    <label class="unseen" for="search">${h:t(ui, 'filter.search')}</label>
    <input id="search" type="search" name="search" value="${h:e(filter.values['search'])}" placeholder="${h:t(ui, 'filter.search.hint')}" autocomplete="off" spellcheck="false">
    <button class="primary">${h:t(ui, 'filter.apply')}</button>
  </div>
  <details <c:if test="${!empty filter.chips}">open</c:if>>
    <summary>${h:t(ui, 'filter.more')}</summary>
    <div class="fields">
      <t:choice name="status" value="${filter.values['status']}" options="2xx,4xx,5xx,error,in_flight"/>
      <t:choice name="method" value="${filter.values['method']}" options="GET,POST,PUT,PATCH,DELETE"/>
      <t:choice name="stream" value="${filter.values['stream']}" options="true,false"/>
      <t:field name="model" value="${filter.values['model']}" hint="openai/gpt-4o-mini"/>
      <t:field name="path" value="${filter.values['path']}" hint="/chat/completions"/>
      <t:field name="min_duration_ms" value="${filter.values['min_duration_ms']}" hint="5000"/>
      <t:field name="from" value="${filter.values['from']}" hint="2026-11-01T14:00:00Z"/>
      <t:field name="to" value="${filter.values['to']}" hint="2026-11-01T15:00:00Z"/>
      <c:if test="${ui.seesEveryone}"><t:field name="user" value="${filter.values['user']}" hint="${ui.text('filter.user.hint')}"/></c:if>
    </div>
  </details>
  <c:if test="${!empty filter.chips}">
    <ul class="chips" aria-label="${h:t(ui, 'filter.active')}">
      <c:forEach var="chip" items="${filter.chips}">
        <li><a href="${h:e(chip.removeHref)}" title="${h:t1(ui, 'filter.remove', chip.label)}"><span class="name">${h:e(chip.label)}</span> <span class="value">${h:e(chip.value)}</span> <span class="remove" aria-hidden="true">×</span><span class="unseen">${h:t1(ui, 'filter.remove', chip.label)}</span></a></li>
      </c:forEach>
      <li><a class="clear" href="${h:e(filter.clearHref)}">${h:t(ui, 'filter.clear')}</a></li>
    </ul>
  </c:if>
</form>
