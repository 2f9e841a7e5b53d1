package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.config.Settings;
import io.github.openrouterproxy.exchange.ExchangeIds;
import io.github.openrouterproxy.recorder.CallRecorder;
import io.github.openrouterproxy.relay.upstream.UpstreamClient;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;

/** What every call needs. */
public record RelayParts(
        Settings settings,
        UpstreamClient upstream,
        CallRecorder recorder,
        RetryPolicy retry,
        ExchangeIds ids,
        Clock clock) {
    /** With the usual dice for the pauses between attempts. */
    public static RelayParts of(
            Settings settings, UpstreamClient upstream, CallRecorder recorder, ExchangeIds ids, Clock clock) {
        RetryPolicy retry = new RetryPolicy(
                settings.retry(), clock, () -> ThreadLocalRandom.current().nextDouble());
        return new RelayParts(settings, upstream, recorder, retry, ids, clock);
    }
}
