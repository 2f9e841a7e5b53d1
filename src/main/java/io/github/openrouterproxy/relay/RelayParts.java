package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.config.Settings;
import io.github.openrouterproxy.exchange.ExchangeIds;
import io.github.openrouterproxy.recorder.CallRecorder;
import io.github.openrouterproxy.relay.upstream.UpstreamClient;
import java.time.Clock;

/** What every call needs. */
public record RelayParts(
        Settings settings, UpstreamClient upstream, CallRecorder recorder, ExchangeIds ids, Clock clock) {}
