<%@ page session="false" pageEncoding="UTF-8" contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<t:layout title="${ui.text('login.title')}" section="none">
  <section class="login">
    <h1>${h:t(ui, 'login.title')}</h1>
    <p>${h:t(ui, 'login.why')}</p>
    <c:if test="${view.problem != null}"><p class="problem" role="alert" id="problem">${h:e(view.problem)}</p></c:if>
    <c:if test="${view.notice != null}"><p class="note" role="status">${h:e(view.notice)}</p></c:if>
    <c:if test="${view.known != null}">
      <form method="post" action="${h:u(ui, '/login')}">
        <input type="hidden" name="csrf" value="${h:e(ui.csrfToken)}">
        <input type="hidden" name="next" value="${h:e(view.next)}">
        <p>${h:e(ui.text('login.left', view.known))}</p>
        <button class="primary" name="vouched" value="true">${h:e(ui.text('login.comeBack', view.known))}</button>
      </form>
    </c:if>
    <form method="post" action="${h:u(ui, '/login')}">
      <input type="hidden" name="csrf" value="${h:e(ui.csrfToken)}">
      <input type="hidden" name="next" value="${h:e(view.next)}">
      <label for="key">${h:t(ui, 'login.key')}</label>
      <div class="secret">
        <input id="key" type="password" name="key" required autofocus autocomplete="current-password" spellcheck="false" placeholder="sk-…" <c:if test="${view.problem != null}">aria-invalid="true" aria-describedby="problem"</c:if>>
        <button type="button" class="quiet" data-reveal="key" data-hide="${h:t(ui, 'login.hide')}" hidden>${h:t(ui, 'login.show')}</button>
      </div>
      <button class="primary">${h:t(ui, 'login.submit')}</button>
    </form>
    <c:if test="${view.byName}">
      <form method="post" action="${h:u(ui, '/login')}">
        <input type="hidden" name="csrf" value="${h:e(ui.csrfToken)}">
        <input type="hidden" name="next" value="${h:e(view.next)}">
        <label for="name">${h:t(ui, 'login.name')}</label>
        <input id="name" name="name" required autocomplete="username" spellcheck="false">
        <label for="password">${h:t(ui, 'login.password')}</label>
        <input id="password" type="password" name="password" required autocomplete="current-password">
        <button class="primary">${h:t(ui, 'login.submit')}</button>
      </form>
    </c:if>
    <p class="hint">${h:t(ui, 'login.first')}</p>
    <p class="address"><code id="relay-address">${h:e(view.relayAddress)}</code><t:copy of="relay-address"/></p>
  </section>
</t:layout>
