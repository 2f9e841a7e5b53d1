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

    /** The fake upstream's address. */
    String base() {
        return upstream().base().toString();
    }

    /** @param settings names and values */
    RelayTomcat relay(String... settings) throws Exception {
        return relayTo(base(), settings);
    }

    /** The same in front of another upstream. */
    RelayTomcat relayTo(String base, String... settings) throws Exception {
        return relay(RelayTomcat.to(base).with(settings));
    }

    RelayTomcat relay(RelayTomcat.Plan plan) throws Exception {
        RelayTomcat relay = plan.start();
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
