package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.relay.upstream.UpstreamClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Looks twice a second whether the clients of silent calls are still there. Any thread. */
final class PresenceWatch {
    private static final Duration PERIOD = Duration.ofMillis(500);

    private final UpstreamClient timer;
    private final Set<RelayCall> calls = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    PresenceWatch(UpstreamClient timer) {
        this.timer = timer;
    }

    void start() {
        timer.after(PERIOD, this::look);
    }

    void stop() {
        stopped = true;
        calls.forEach(RelayCall::onProxyStop);
    }

    /** One that comes while all are being ended is ended, too. */
    void add(RelayCall call) {
        calls.add(call);
        if (stopped) {
            call.onProxyStop();
        }
    }

    void remove(RelayCall call) {
        calls.remove(call);
    }

    private void look() {
        if (!stopped) {
            try {
                calls.forEach(RelayCall::lookForClient);
            } finally {
                timer.after(PERIOD, this::look);
            }
        }
    }
}
