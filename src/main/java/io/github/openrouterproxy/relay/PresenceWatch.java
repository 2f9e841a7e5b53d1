package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.relay.upstream.UpstreamClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Looks twice a second whether the clients of silent calls are still there: a few calls at a time, since pieces of all
 * the others wait meanwhile where there is one core. Any thread.
 */
final class PresenceWatch {
    private static final int GROUPS = 16;
    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final Duration BETWEEN_GROUPS = PERIOD.dividedBy(GROUPS);

    private final UpstreamClient timer;
    private final List<Set<RelayCall>> groups = Stream.generate(
                    () -> (Set<RelayCall>) ConcurrentHashMap.<RelayCall>newKeySet())
            .limit(GROUPS)
            .toList();
    private volatile boolean stopped;

    PresenceWatch(UpstreamClient timer) {
        this.timer = timer;
    }

    void start() {
        lookLater(0);
    }

    void stop() {
        stopped = true;
        groups.forEach(calls -> calls.forEach(RelayCall::onProxyStop));
    }

    /** One that comes while all are being ended is ended, too. */
    void add(RelayCall call) {
        groupOf(call).add(call);
        if (stopped) {
            call.onProxyStop();
        }
    }

    void remove(RelayCall call) {
        groupOf(call).remove(call);
    }

    private Set<RelayCall> groupOf(RelayCall call) {
        return groups.get(Math.floorMod(call.hashCode(), GROUPS));
    }

    private void lookLater(int group) {
        timer.after(BETWEEN_GROUPS, () -> look(group));
    }

    private void look(int group) {
        if (!stopped) {
            try {
                groups.get(group).forEach(RelayCall::lookForClient);
            } finally {
                lookLater((group + 1) % GROUPS);
            }
        }
    }
}
