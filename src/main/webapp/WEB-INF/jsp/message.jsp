<%@ page session="false" pageEncoding="UTF-8" contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<t:layout title="${view.title}" section="none">
  <section class="message">
    <p class="code-number">${h:e(view.status)}</p>
    <h1>${h:e(view.title)}</h1>
    <p>${h:e(view.detail)}</p>
    <p><a href="${h:u(ui, '/')}">${h:t(ui, 'message.home')}</a></p>
  </section>
</t:layout>
