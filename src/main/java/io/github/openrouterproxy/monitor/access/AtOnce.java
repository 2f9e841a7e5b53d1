package io.github.openrouterproxy.monitor.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How much of the same kind each of many may have running at the same time. Any thread. */
public final class AtOnce<T> {
    private final Map<T, Integer> running = new ConcurrentHashMap<>();
    private final int most;

    public AtOnce(int most) {
        this.most = most;
    }

    /**
     * One more begins; {@link #end} must follow, whatever the answer is.
     *
     * @return whether it is among those that may run
     */
    public boolean begin(T whose) {
        return running.merge(whose, 1, Integer::sum) <= most;
    }

    public void end(T whose) {
        running.computeIfPresent(whose, (same, count) -> count == 1 ? null : count - 1);
    }
}
