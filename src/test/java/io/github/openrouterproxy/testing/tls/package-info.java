/** Upstreams and proxies for the roads that calls take to them: TLS, HTTP/2, a proxy that wants a password. */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.testing.tls;
