package io.github.openrouterproxy.exchange;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands out ids that only grow, even when the clock steps back. Any thread.
 */
public final class ExchangeIds {
    private final Clock clock;
    private final AtomicLong last;

    /** @param newestStored the largest id already in use, 0 when there is none */
    public ExchangeIds(Clock clock, long newestStored) {
        this.clock = clock;
        this.last = new AtomicLong(newestStored);
    }

    public ExchangeId next() {
        long now = ExchangeId.atOrAfter(clock.instant()).value();
        return new ExchangeId(last.updateAndGet(previous -> Math.max(previous + 1, now)));
    }
}
