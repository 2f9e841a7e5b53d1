<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="Says whether the page keeps itself up to date, and stops it; shown by its script." %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<div class="live-switch" id="live-switch" data-running="${h:t(ui, 'live.running')}" data-paused="${h:t(ui, 'live.paused')}" data-lost="${h:t(ui, 'live.lost')}" hidden>
  <span role="status" class="live-state"></span>
  <button type="button" class="quiet" data-pause="${h:t(ui, 'live.pause')}" data-resume="${h:t(ui, 'live.resume')}"></button>
</div>
