<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="Who is logged in, language, theme, logout." %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<div class="switches">
  <c:if test="${ui.viewer != null}">
    <a class="viewer" href="${h:u(ui, '/account')}">
      <c:choose>
        <c:when test="${ui.administrator}">${h:t(ui, 'layout.administrator')}</c:when>
        <c:when test="${ui.mask == null}">${h:t(ui, 'layout.auditor')}</c:when>
        <c:otherwise><span class="mono">${h:e(ui.mask)}</span></c:otherwise>
      </c:choose>
    </a>
  </c:if>
  <form method="post" action="${h:u(ui, '/preferences')}">
    <input type="hidden" name="csrf" value="${h:e(ui.csrfToken)}">
    <input type="hidden" name="back" value="${h:e(ui.here)}">
    <button class="quiet" name="language" value="${h:e(ui.otherLanguageTag)}" lang="${h:e(ui.otherLanguageTag)}">${h:e(ui.otherLanguageName)}</button>
    <button class="quiet icon" name="theme" value="${h:e(ui.nextThemeTag)}" aria-label="${h:t(ui, ui.themeLabel)}" title="${h:t(ui, ui.themeLabel)}">
      <svg class="theme-${h:e(ui.themeTag)}" viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        <circle class="ring" cx="10" cy="10" r="6.5"/><path class="half" d="M10 3.5a6.5 6.5 0 0 1 0 13z"/>
      </svg>
    </button>
  </form>
  <c:if test="${ui.viewer != null}">
    <form method="post" action="${h:u(ui, '/logout')}">
      <input type="hidden" name="csrf" value="${h:e(ui.csrfToken)}">
      <button class="quiet">${h:t(ui, 'layout.logout')}</button>
    </form>
  </c:if>
</div>
