<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="One exchange in the table." %>
<%@ attribute name="row" required="true" type="java.lang.Object" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<tr>
  <td class="c-time"><t:time time="${row.time}"/></td>
  <td class="c-status"><t:status status="${row.status}"/></td>
  <td class="c-request">
    <div class="line">
    <a id="r-${h:e(row.id)}" class="request" href="${h:e(row.href)}" title="${h:e(row.url)}"><span class="method">${h:e(row.method)}</span><span class="path">${h:e(row.path)}</span></a>
    <t:marks row="${row}"/>
    <c:if test="${row.error != null}"><span class="error" title="${h:e(row.error)}">${h:e(row.error)}</span></c:if>
    </div>
    <div class="sub">
      <t:time time="${row.time}"/>
      <c:if test="${row.model != null}"><span class="what">${h:e(row.model)}</span></c:if>
      <c:if test="${row.cost.known}"><span>${h:e(row.cost.text)}</span></c:if>
    </div>
  </td>
  <td class="c-model" title="${h:e(row.model)}">${h:e(row.model)}</td>
  <c:if test="${ui.seesEveryone}">
    <td class="c-user"><c:if test="${row.user != null}"><a class="mono above" href="${h:e(row.userHref)}">${h:e(row.user)}</a></c:if></td>
  </c:if>
  <td class="c-duration" title="${h:e(row.duration.exact)}">
    <c:choose>
      <c:when test="${row.running}"><span class="amount" data-since="${h:e(row.time.iso)}">${h:e(row.duration.text)}</span></c:when>
      <c:otherwise><span class="amount">${h:e(row.duration.text)}</span></c:otherwise>
    </c:choose>
    <svg class="bar" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="track" width="1000" height="8"/>
      <rect class="wait" width="${h:e(row.waitShare)}" height="8"/>
      <rect class="stream" x="${h:e(row.waitShare)}" width="${h:e(row.streamShare)}" height="8"/>
    </svg>
  </td>
  <td class="c-first number" title="${h:e(row.firstToken.exact)}">${h:e(row.firstToken.text)}</td>
  <td class="c-tokens number" title="${h:t2(ui, 'row.tokens.exact', row.tokensIn.exact, row.tokensOut.exact)}">
    <c:choose>
      <c:when test="${row.tokensIn.known || row.tokensOut.known}">${h:e(row.tokensIn.text)}<span class="faint"> → </span>${h:e(row.tokensOut.text)}</c:when>
      <c:otherwise>–</c:otherwise>
    </c:choose>
  </td>
  <td class="c-cost number" title="${h:e(row.cost.exact)}">${h:e(row.cost.text)}</td>
  <td class="c-size number" title="${h:e(row.sizes)}">${h:e(row.size.text)}</td>
</tr>
