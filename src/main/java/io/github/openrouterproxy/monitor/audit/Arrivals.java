package io.github.openrouterproxy.monitor.audit;

import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.dao.audit.LoginWay;
import io.github.openrouterproxy.monitor.access.ClientNetwork;
import io.github.openrouterproxy.monitor.access.Viewer;
import java.time.Clock;

/**
 * Notes in the audit who comes without a session of ours: with a key in each call, or vouched for in each call. Once an
 * hour for each of them and each network. Any thread.
 */
public final class Arrivals {
    private final AuditTrail audit;
    private final Hourly<Arrival> noted;

    public Arrivals(AuditTrail audit, Clock clock) {
        this.audit = audit;
        this.noted = new Hourly<>(clock);
    }

    public void note(Viewer viewer, String address, LoginWay way) {
        if (noted.passes(viewer, new Arrival(viewer.name(), ClientNetwork.of(address)))) {
            audit.add(AuditAction.LOGIN, viewer, address, way.text());
        }
    }

    private record Arrival(String name, ClientNetwork network) {}
}
