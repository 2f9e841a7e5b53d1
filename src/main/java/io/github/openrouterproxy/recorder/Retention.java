package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.ExchangeWriteDao;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the oldest exchanges past what is to be kept, a few at a time, so that no commit waits long for it. It
 * counts along instead of asking the database. The writer thread only.
 */
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int LARGEST_STEP = 200;
    private static final int SMALLEST_STEP = 16;
    private static final long PAUSE_AFTER_FAILURE = Duration.ofSeconds(1).toNanos();

    private final ExchangeWriteDao dao;
    private final StoreSettings limits;
    private final LongSupplier nanoTime;
    private long count;
    private boolean trusted;
    private boolean failing;
    private boolean nothingToRemove;
    private long retryAt = Long.MIN_VALUE;

    Retention(ExchangeWriteDao dao, StoreSettings limits, LongSupplier nanoTime) {
        this.dao = dao;
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /** @param added rows that were not there before */
    void afterBatch(int added) {
        count += added;
        nothingToRemove = false;
        step(Math.min(LARGEST_STEP, Math.max(SMALLEST_STEP, added * 2)));
    }

    /** @return whether there is more to remove at once */
    boolean whileIdle() {
        return step(LARGEST_STEP);
    }

    /** Nanoseconds until it wants to be called again though nothing was written. */
    long untilDue() {
        return Doorbell.UNTIL_RUNG;
    }

    /** A write failed: whether its rows are there is not known, so count again. */
    void distrust() {
        trusted = false;
    }

    private boolean step(int max) {
        if (limits.maxHistory() == 0 || nothingToRemove || nanoTime.getAsLong() < retryAt) {
            return false;
        }
        try {
            if (!trusted) {
                count = dao.count();
                trusted = true;
            }
            int removed = removeSome(max);
            failing = false;
            return removed > 0;
        } catch (RuntimeException e) {
            trusted = false;
            retryAt = nanoTime.getAsLong() + PAUSE_AFTER_FAILURE;
            if (!failing) {
                failing = true;
                LOG.error("old exchanges cannot be removed", e);
            }
            return false;
        }
    }

    private int removeSome(int max) {
        long surplus = count - limits.maxHistory();
        if (surplus <= 0) {
            return 0;
        }
        int removed = dao.deleteOldest((int) Math.min(surplus, max));
        count -= removed;
        // all that is left runs still: look again when something was written
        nothingToRemove = removed == 0;
        return removed;
    }
}
