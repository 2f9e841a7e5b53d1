package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.testing.FakeUpstream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A fake upstream for each test, and the relays a test puts in front of it. The test's thread. */
final class RelayStage implements BeforeEachCallback, AfterEachCallback {
    private final Deque<RelayTomcat> relays = new ArrayDeque<>();
    private @Nullable FakeUpstream upstream;

    FakeUpstream upstream() {
        return Objects.requireNonNull(upstream);
    }

    /** @param settings names and values */
    RelayTomcat relay(String... settings) throws Exception {
        return relayTo(upstream().base().toString(), settings);
    }

    /** The same in front of another upstream. */
    RelayTomcat relayTo(String base, String... settings) throws Exception {
        RelayTomcat relay = RelayTomcat.start(base, settings);
        relays.push(relay);
        return relay;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        upstream = FakeUpstream.start();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        while (!relays.isEmpty()) {
            relays.pop().close();
        }
        upstream().close();
    }
}
