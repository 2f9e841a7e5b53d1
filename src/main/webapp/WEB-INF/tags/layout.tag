<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="The frame of every page." %>
<%@ attribute name="title" required="true" description="not escaped" %>
<%@ attribute name="section" required="true" description="overview, requests, users, audit, account or none: what the navigation marks" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<!DOCTYPE html>
<html lang="${h:e(ui.language)}" data-theme="${h:e(ui.themeTag)}" data-now="${h:e(ui.now)}" data-ago="${h:t(ui, 'ago')}">
<head>
  <meta charset="UTF-8">
  <title>${h:e(title)} · openrouter-proxy</title>
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <meta name="htmx-config" content='{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,"historyCacheSize":0,"selfRequestsOnly":true}'>
  <link rel="icon" type="image/svg+xml" href="${h:a(ui, 'icon.svg')}">
  <link rel="stylesheet" href="${h:a(ui, 'base.css')}">
  <link rel="stylesheet" href="${h:a(ui, 'pages.css')}">
  <link rel="stylesheet" href="${h:a(ui, 'exchange.css')}">
  <link rel="stylesheet" href="${h:a(ui, 'overview.css')}">
  <script type="module" src="${h:a(ui, 'times.js')}"></script>
  <script type="module" src="${h:a(ui, 'copy.js')}"></script>
  <script type="module" src="${h:a(ui, 'highlight.js')}"></script>
  <c:if test="${ui.viewer != null}">
    <script type="module" src="${h:a(ui, 'live.js')}"></script>
    <script defer src="${h:a(ui, 'htmx.min.js')}"></script>
  </c:if>
</head>
<body>
<a class="skip" href="#main">${h:t(ui, 'layout.skip')}</a>
<header class="top">
  <a class="brand" href="${h:u(ui, '/')}">
    <img src="${h:a(ui, 'icon.svg')}" alt="" width="20" height="20"><span>openrouter-proxy</span>
  </a>
  <c:if test="${ui.viewer != null}">
    <nav aria-label="${h:t(ui, 'layout.navigation')}">
      <a href="${h:u(ui, '/')}" <c:if test="${section == 'overview'}">aria-current="page"</c:if>>${h:t(ui, 'overview.title')}</a>
      <a href="${h:u(ui, '/requests')}" <c:if test="${section == 'requests'}">aria-current="page"</c:if>>${h:t(ui, 'requests.title')}</a>
      <c:if test="${ui.seesEveryone}"><a href="${h:u(ui, '/users')}" <c:if test="${section == 'users'}">aria-current="page"</c:if>>${h:t(ui, 'users.title')}</a></c:if>
      <c:if test="${ui.seesEveryone}"><a href="${h:u(ui, '/audit')}" <c:if test="${section == 'audit'}">aria-current="page"</c:if>>${h:t(ui, 'audit.title')}</a></c:if>
    </nav>
  </c:if>
  <t:switches/>
</header>
<c:if test="${plainKeys}"><p class="warning" role="note">${h:t(ui, 'layout.plainKeys')}</p></c:if>
<t:recording/>
<main id="main" tabindex="-1">
  <jsp:doBody/>
</main>
</body>
</html>
