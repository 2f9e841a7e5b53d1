package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.dao.ExchangeWriteDao;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off what an older version's file still needs, a few exchanges at a time, while there is nothing to write: they
 * are taken into the figures, and hashes of what rules had taken out are taken away. The writer thread only.
 */
final class OlderFile {
    private static final Logger LOG = LoggerFactory.getLogger(OlderFile.class);
    private static final int STEP = 200;
    /** What is written to take so many exchanges into the figures. */
    private static final long WRITTEN_FOR_A_STEP = 256L * 1024;

    private static final long PAUSE_AFTER_FAILURE = Duration.ofSeconds(5).toNanos();

    private final ExchangeWriteDao dao;
    private final LongSupplier nanoTime;
    private boolean failing;
    private long retryAt;

    OlderFile(ExchangeWriteDao dao, LongSupplier nanoTime) {
        this.dao = dao;
        this.nanoTime = nanoTime;
    }

    /** @return about how many bytes were written; 0 when there is nothing to do */
    long whileIdle() {
        if (failing && nanoTime.getAsLong() < retryAt) {
            return 0;
        }
        try {
            long written = dao.takeIntoFigures(STEP) ? WRITTEN_FOR_A_STEP : removeOldHashes();
            failing = false;
            return written;
        } catch (RuntimeException | Error e) {
            retryAt = nanoTime.getAsLong() + PAUSE_AFTER_FAILURE;
            if (!failing) {
                failing = true;
                LOG.error("older exchanges cannot be brought up to date, and figures stay incomplete", e);
            }
            return 0;
        }
    }

    private long removeOldHashes() {
        OptionalLong written = dao.removeOldHashes();
        return written.isPresent() ? Math.max(1, written.getAsLong()) : 0;
    }

    /** Nanoseconds until it wants to be called again though nothing was written. */
    long untilDue() {
        return failing ? Math.max(1, retryAt - nanoTime.getAsLong()) : Doorbell.UNTIL_RUNG;
    }
}
