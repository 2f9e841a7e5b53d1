package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.monitor.access.CsrfTokens;
import io.github.openrouterproxy.monitor.audit.AuditTrail;

/** Everything that decides who comes in, and that the pages and the API share. */
public record Access(LoginGate gate, Sessions sessions, VouchedNames names, CsrfTokens csrf, AuditTrail audit) {}
