package io.github.openrouterproxy.boot;

import io.github.openrouterproxy.config.Secret;
import io.github.openrouterproxy.config.UpstreamSettings;
import io.github.openrouterproxy.control.ControlPlane;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.openai.catalog.GenerationReader;
import io.github.openrouterproxy.openai.catalog.ModelPrice;
import io.github.openrouterproxy.openai.catalog.PriceListReader;
import io.github.openrouterproxy.recorder.pricing.Lookups;
import io.github.openrouterproxy.recorder.pricing.PriceBook;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Asks the upstream what answers did not tell, on a thread of its own that nothing waits for. What is still to be asked
 * when the context stops is dropped.
 */
final class Afterwards {
    private static final int BUSY = 500;

    private final UpstreamSettings upstream;
    private final ControlPlane control;
    private final ScheduledThreadPoolExecutor executor;

    private Afterwards(UpstreamSettings upstream) {
        this.upstream = upstream;
        this.control = new ControlPlane(upstream);
        this.executor = new ScheduledThreadPoolExecutor(
                1, new DaemonThreads("recorder-afterwards"), new ThreadPoolExecutor.DiscardPolicy());
    }

    static Afterwards start(UpstreamSettings upstream, Lifecycle lifecycle) {
        Afterwards afterwards = new Afterwards(upstream);
        lifecycle.onStop(afterwards.control::close);
        lifecycle.onStop(afterwards.executor::shutdownNow);
        return afterwards;
    }

    /** Of cut streams, with the key that each was called with. */
    Lookups lookups() {
        InstantSource steady = steady();
        return new Lookups(new PriceBook(this::fetchPrices, executor, steady), this::lookUp, executor, steady);
    }

    /** For pauses, which nobody makes longer by setting the clock. */
    private static InstantSource steady() {
        long origin = System.nanoTime();
        return () -> Instant.EPOCH.plusNanos(System.nanoTime() - origin);
    }

    private Optional<TokenUsage> lookUp(String generationId, Credential key) {
        return control.get("/generation?id=" + generationId, key)
                .filter(ControlPlane.Answer::isSuccess)
                .flatMap(answer -> GenerationReader.read(answer.body()));
    }

    /** Asked with the default key if there is one, never with a caller's. */
    private Optional<Map<String, ModelPrice>> fetchPrices() {
        return control.get("/models", defaultKey(upstream.defaultKey())).flatMap(Afterwards::prices);
    }

    private static Optional<Map<String, ModelPrice>> prices(ControlPlane.Answer answer) {
        if (answer.isSuccess()) {
            return Optional.of(PriceListReader.read(answer.body()));
        }
        boolean later = answer.status() == 429 || answer.status() >= BUSY;
        return later ? Optional.empty() : Optional.of(Map.of());
    }

    private static @Nullable Credential defaultKey(@Nullable Secret key) {
        return key == null ? null : new Credential(key.value());
    }
}
