<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="One key and what its calls come to." %>
<%@ attribute name="row" required="true" type="java.lang.Object" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<tr>
  <th scope="row" class="mono" title="${h:e(row.user)}"><c:choose><c:when test="${not empty row.href}"><a href="${h:e(row.href)}">${h:e(row.mask)}</a></c:when><c:otherwise>${h:e(row.mask)}</c:otherwise></c:choose></th>
  <td>
    <c:choose>
      <c:when test="${ui.administrator and not empty row.user}">
        <form method="post" action="${h:u(ui, '/users')}">
          <input type="hidden" name="csrf" value="${h:e(ui.csrfToken)}">
          <input type="hidden" name="user" value="${h:e(row.user)}">
          <input name="label" value="${h:e(row.label)}" maxlength="80" autocomplete="off" aria-label="${h:t1(ui, 'users.labelOf', row.mask)}">
          <button class="quiet">${h:t(ui, 'users.save')}</button>
        </form>
      </c:when>
      <c:otherwise>${h:e(row.label)}</c:otherwise>
    </c:choose>
  </td>
  <td class="number" data-name="${h:t(ui, 'figure.requests')}" title="${h:e(row.calls.exact)}">${h:e(row.calls.text)}</td>
  <td class="number" data-name="${h:t(ui, 'figure.success')}" title="${h:e(row.success.exact)}">${h:e(row.success.text)}</td>
  <td class="number" data-name="${h:t(ui, 'figure.tokens')}" title="${h:e(row.tokens.exact)}">${h:e(row.tokens.text)}</td>
  <td class="number" data-name="${h:t(ui, 'figure.cost')}" title="${h:e(row.cost.exact)}">${h:e(row.cost.text)}</td>
  <td class="number" data-name="${h:t(ui, 'chart.models')}">${h:e(row.models.text)}</td>
  <td data-name="${h:t(ui, 'users.first')}"><c:choose><c:when test="${row.firstSeen != null}"><t:time time="${row.firstSeen}"/></c:when><c:otherwise>–</c:otherwise></c:choose></td>
  <td data-name="${h:t(ui, 'users.last')}"><c:choose><c:when test="${row.lastSeen != null}"><t:time time="${row.lastSeen}"/></c:when><c:otherwise>–</c:otherwise></c:choose></td>
</tr>
