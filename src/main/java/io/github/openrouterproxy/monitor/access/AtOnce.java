package io.github.openrouterproxy.monitor.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How much of the same kind each network may have running at the same time. Any thread. */
public final class AtOnce {
    private final Map<ClientNetwork, Integer> running = new ConcurrentHashMap<>();
    private final int most;

    public AtOnce(int most) {
        this.most = most;
    }

    /**
     * One more begins; {@link #end} must follow, whatever the answer is.
     *
     * @return whether it is among those that may run
     */
    public boolean begin(ClientNetwork network) {
        return running.merge(network, 1, Integer::sum) <= most;
    }

    public void end(ClientNetwork network) {
        running.computeIfPresent(network, (from, count) -> count == 1 ? null : count - 1);
    }
}
