<%@ tag pageEncoding="UTF-8" trimDirectiveWhitespaces="true" description="How to point a client here." %>
<%@ attribute name="start" required="true" type="java.lang.Object" %>
<%@ taglib prefix="h" uri="/WEB-INF/html.tld" %>
<%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
<section class="start">
  <h2>${h:t(ui, 'start.title')}</h2>
  <p>${h:t(ui, 'start.how')}</p>
  <p class="address"><code id="relay-address">${h:e(start.address)}</code><t:copy of="relay-address"/></p>
  <h3>curl <t:copy of="start-curl"/></h3>
  <pre class="sample" tabindex="0"><code id="start-curl">${h:e(start.curl)}</code></pre>
  <h3>Python <t:copy of="start-python"/></h3>
  <pre class="sample" tabindex="0"><code id="start-python">${h:e(start.python)}</code></pre>
  <h3>Node <t:copy of="start-node"/></h3>
  <pre class="sample" tabindex="0"><code id="start-node">${h:e(start.node)}</code></pre>
</section>
