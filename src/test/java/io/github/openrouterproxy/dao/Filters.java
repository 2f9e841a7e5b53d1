package io.github.openrouterproxy.dao;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Filters with one criterion. */
public final class Filters {
    private Filters() {}

    public static ExchangeFilter search(String text) {
        return new ExchangeFilter(text, null, null, null, null, null, null, null, null, null);
    }

    public static ExchangeFilter user(String fingerprint) {
        return new ExchangeFilter(null, fingerprint, null, null, null, null, null, null, null, null);
    }

    public static ExchangeFilter method(String method) {
        return new ExchangeFilter(null, null, method, null, null, null, null, null, null, null);
    }

    public static ExchangeFilter path(String beginning) {
        return new ExchangeFilter(null, null, null, beginning, null, null, null, null, null, null);
    }

    public static ExchangeFilter model(String model) {
        return new ExchangeFilter(null, null, null, null, model, null, null, null, null, null);
    }

    public static ExchangeFilter status(StatusFilter status) {
        return new ExchangeFilter(null, null, null, null, null, status, null, null, null, null);
    }

    public static ExchangeFilter stream(boolean stream) {
        return new ExchangeFilter(null, null, null, null, null, null, stream, null, null, null);
    }

    public static ExchangeFilter between(@Nullable Instant from, @Nullable Instant to) {
        return new ExchangeFilter(null, null, null, null, null, null, null, from, to, null);
    }

    public static ExchangeFilter lasting(Duration atLeast) {
        return new ExchangeFilter(null, null, null, null, null, null, null, null, null, atLeast);
    }
}
