package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.dao.recording.RecordingBoard;
import io.github.openrouterproxy.monitor.access.CsrfTokens;
import io.github.openrouterproxy.monitor.assets.Assets;
import io.github.openrouterproxy.monitor.audit.AuditTrail;
import io.github.openrouterproxy.monitor.login.Access;
import io.github.openrouterproxy.monitor.login.Sessions;
import io.github.openrouterproxy.monitor.login.VouchedNames;
import java.time.Clock;

/**
 * What all page servlets share.
 *
 * @param storage how things are stored, which pages say
 * @param recording how recording fares, which pages say when it does not
 */
record PageParts(
        Access access,
        Assets assets,
        RelayAddress relayAddress,
        MonitorPages.Storage storage,
        RecordingBoard recording,
        Clock clock) {
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
