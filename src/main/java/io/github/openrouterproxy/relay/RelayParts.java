package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.config.Settings;
import io.github.openrouterproxy.exchange.ExchangeIds;
import io.github.openrouterproxy.recorder.CallRecorder;
import io.github.openrouterproxy.relay.capture.CaptureBudget;
import io.github.openrouterproxy.relay.capture.SpillFolder;
import io.github.openrouterproxy.relay.client.UnwantedBodies;
import io.github.openrouterproxy.relay.upstream.UpstreamClient;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What every call needs.
 *
 * @param spill where large bodies wait for their record; null to keep them in memory
 */
public record RelayParts(
        Settings settings,
        UpstreamClient upstream,
        CallRecorder recorder,
        RetryPolicy retry,
        ExchangeIds ids,
        Clock clock,
        CaptureBudget budget,
        UnwantedBodies unwanted,
        @Nullable SpillFolder spill) {
    /** With the usual dice for the pauses between attempts. */
    public static RelayParts of(
            Settings settings, UpstreamClient upstream, CallRecorder recorder, ExchangeIds ids, Clock clock) {
        RetryPolicy retry = new RetryPolicy(
                settings.retry(), clock, () -> ThreadLocalRandom.current().nextDouble());
        UnwantedBodies unwanted = new UnwantedBodies(upstream::after, CaptureBudget.refusedAtOnce());
        return new RelayParts(settings, upstream, recorder, retry, ids, clock, CaptureBudget.ofHeap(), unwanted, null);
    }

    public RelayParts spillingInto(SpillFolder folder) {
        return new RelayParts(settings, upstream, recorder, retry, ids, clock, budget, unwanted, folder);
    }
}
