<%@ page session="false" pageEncoding="UTF-8" contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<t:layout title="${ui.text('account.title')}" section="account">
  <section class="account">
    <div class="page-head"><h1>${h:t(ui, 'account.title')}</h1></div>
    <dl class="facts identity">
      <div><dt>${h:t(ui, 'account.who')}</dt><dd class="mono">${h:e(view.name)}</dd></div>
      <div><dt>${h:t(ui, 'account.role')}</dt><dd>${h:e(view.role)}</dd></div>
    </dl>
    <c:if test="${not empty recording.facts}">
      <h2>${h:t(ui, 'recording.title')}</h2>
      <dl class="facts" id="recording-facts">
        <c:forEach var="fact" items="${recording.facts}"><div><dt>${h:e(fact.label)}</dt><dd title="${h:e(fact.value.exact)}">${h:e(fact.value.text)}</dd></div></c:forEach>
      </dl>
    </c:if>
    <form method="post" action="${h:u(ui, '/logout')}">
      <input type="hidden" name="csrf" value="${h:e(ui.csrfToken)}">
      <p>${h:t(ui, 'account.everywhere.detail')}</p>
      <button class="primary" name="everywhere" value="true">${h:t(ui, 'account.everywhere')}</button>
    </form>
  </section>
</t:layout>
