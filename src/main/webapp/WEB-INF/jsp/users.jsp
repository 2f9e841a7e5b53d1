<%@ page session="false" pageEncoding="UTF-8" contentType="text/html;charset=UTF-8" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<t:layout title="${ui.text('users.title')}" section="users">
  <div class="page-head"><h1>${h:t(ui, 'users.title')}</h1></div>
  <c:choose>
    <c:when test="${empty view.rows}"><p class="nothing">${h:t(ui, 'users.nobody')}</p></c:when>
    <c:otherwise>
      <div class="scrolled-wide" tabindex="0" role="region" aria-label="${h:t(ui, 'users.title')}">
        <table class="plain users cards">
          <thead>
            <tr>
              <th scope="col">${h:t(ui, 'row.user')}</th>
              <th scope="col">${h:t(ui, 'users.label')}</th>
              <th scope="col" class="number">${h:t(ui, 'figure.requests')}</th>
              <th scope="col" class="number">${h:t(ui, 'figure.success')}</th>
              <th scope="col" class="number">${h:t(ui, 'figure.tokens')}</th>
              <th scope="col" class="number">${h:t(ui, 'figure.cost')}</th>
              <th scope="col" class="number">${h:t(ui, 'chart.models')}</th>
              <th scope="col">${h:t(ui, 'users.first')}</th>
              <th scope="col">${h:t(ui, 'users.last')}</th>
            </tr>
          </thead>
          <tbody>
            <c:forEach var="row" items="${view.rows}"><t:user row="${row}"/></c:forEach>
          </tbody>
        </table>
      </div>
      <c:if test="${view.more != null}"><p class="note">${h:e(view.more)}</p></c:if>
    </c:otherwise>
  </c:choose>
</t:layout>
