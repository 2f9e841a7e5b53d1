<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="Exchanges as a table, newest first." %>
<%@ attribute name="rows" required="true" type="java.lang.Object" %>
<%@ attribute name="caption" required="true" description="not escaped" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<table class="rows">
  <caption class="unseen">${h:e(caption)}</caption>
  <thead>
    <tr>
      <th scope="col" class="c-time">${h:t(ui, 'row.time')}</th>
      <th scope="col" class="c-status">${h:t(ui, 'row.status')}</th>
      <th scope="col" class="c-request">${h:t(ui, 'row.request')}</th>
      <th scope="col" class="c-model">${h:t(ui, 'row.model')}</th>
      <c:if test="${ui.seesEveryone}"><th scope="col" class="c-user">${h:t(ui, 'row.user')}</th></c:if>
      <th scope="col" class="c-duration">${h:t(ui, 'row.duration')}</th>
      <th scope="col" class="c-first number"><abbr title="${h:t(ui, 'row.firstToken.long')}">${h:t(ui, 'row.firstToken')}</abbr></th>
      <th scope="col" class="c-tokens number">${h:t(ui, 'row.tokens')}</th>
      <th scope="col" class="c-cost number">${h:t(ui, 'row.cost')}</th>
      <th scope="col" class="c-size number">${h:t(ui, 'row.size')}</th>
    </tr>
  </thead>
  <tbody>
    <c:forEach var="row" items="${rows}"><t:row row="${row}"/></c:forEach>
  </tbody>
</table>
