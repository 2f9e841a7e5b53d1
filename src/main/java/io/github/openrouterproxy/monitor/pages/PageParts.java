package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.monitor.access.CsrfTokens;
import io.github.openrouterproxy.monitor.access.Sessions;
import io.github.openrouterproxy.monitor.audit.AuditTrail;
import io.github.openrouterproxy.monitor.login.Access;
import io.github.openrouterproxy.monitor.login.VouchedNames;
import java.time.Clock;

/**
 * What all page servlets share.
 *
 * @param plainKeys whether keys are stored as they are, which every page says
 */
record PageParts(Access access, Assets assets, RelayAddress relayAddress, boolean plainKeys, Clock clock) {
    CsrfTokens csrf() {
        return access.csrf();
    }

    Sessions sessions() {
        return access.sessions();
    }

    VouchedNames names() {
        return access.names();
    }

    AuditTrail audit() {
        return access.audit();
    }
}
