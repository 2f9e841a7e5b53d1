<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="When what happened, to scale." %>
<%@ attribute name="timeline" required="true" type="java.lang.Object" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<table class="timeline">
  <caption>${h:t(ui, 'timeline.title')}</caption>
  <thead class="unseen"><tr><th scope="col">${h:t(ui, 'timeline.stage')}</th><th scope="col">${h:t(ui, 'timeline.bar')}</th><th scope="col">${h:t(ui, 'timeline.took')}</th><th scope="col">${h:t(ui, 'timeline.at')}</th></tr></thead>
  <tbody>
    <c:forEach var="stage" items="${timeline.stages}">
      <tr>
        <th scope="row">${h:e(stage.label)}</th>
        <td class="scale">
          <svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
            <rect class="track" width="1000" height="10"/>
            <rect class="stage ${h:e(stage.kind)}" x="${h:e(stage.from)}" width="${h:e(stage.width)}" height="10"/>
          </svg>
        </td>
        <td class="number" title="${h:e(stage.took.exact)}">+${h:e(stage.took.text)}</td>
        <td class="number faint" title="${h:e(stage.at.exact)}">${h:e(stage.at.text)}</td>
      </tr>
    </c:forEach>
  </tbody>
</table>
<c:if test="${!empty timeline.attempts}">
  <table class="attempts">
    <caption>${h:t(ui, 'attempt.title')}</caption>
    <thead><tr><th scope="col">#</th><th scope="col">${h:t(ui, 'attempt.result')}</th><th scope="col" class="number">${h:t(ui, 'attempt.pause')}</th><th scope="col" class="number">${h:t(ui, 'attempt.at')}</th></tr></thead>
    <tbody>
      <c:forEach var="attempt" items="${timeline.attempts}">
        <tr><td>${h:e(attempt.number)}</td><td>${h:e(attempt.result)}</td><td class="number" title="${h:e(attempt.pause.exact)}">${h:e(attempt.pause.text)}</td><td class="number" title="${h:e(attempt.at.exact)}">${h:e(attempt.at.text)}</td></tr>
      </c:forEach>
    </tbody>
  </table>
</c:if>
