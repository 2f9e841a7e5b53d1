package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.dao.ExchangeWriteDao;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes exchanges that are not in the figures yet into them, a few at a time, while there is nothing to write. The
 * writer thread only.
 */
final class OlderFigures {
    private static final Logger LOG = LoggerFactory.getLogger(OlderFigures.class);
    private static final int STEP = 200;
    private static final long PAUSE_AFTER_FAILURE = Duration.ofSeconds(5).toNanos();

    private final ExchangeWriteDao dao;
    private final LongSupplier nanoTime;
    private boolean failing;
    private long retryAt;

    OlderFigures(ExchangeWriteDao dao, LongSupplier nanoTime) {
        this.dao = dao;
        this.nanoTime = nanoTime;
    }

    /** @return whether there is more to do at once */
    boolean whileIdle() {
        if (failing && nanoTime.getAsLong() < retryAt) {
            return false;
        }
        try {
            boolean more = dao.takeIntoFigures(STEP);
            failing = false;
            return more;
        } catch (RuntimeException e) {
            retryAt = nanoTime.getAsLong() + PAUSE_AFTER_FAILURE;
            if (!failing) {
                failing = true;
                LOG.error("older exchanges cannot be taken into the figures, which stay incomplete", e);
            }
            return false;
        }
    }

    /** Nanoseconds until it wants to be called again though nothing was written. */
    long untilDue() {
        return failing ? Math.max(1, retryAt - nanoTime.getAsLong()) : Doorbell.UNTIL_RUNG;
    }
}
