package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.dao.ExchangeWriteDao;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private static final long PAUSE_AFTER_FAILURE = Duration.ofSeconds(5).toNanos();

    private final ExchangeWriteDao dao;
    private final Checkpointer checkpointer;
    private final LongSupplier nanoTime;
    private boolean failing;
    private long retryAt;

    OlderFile(ExchangeWriteDao dao, Checkpointer checkpointer, LongSupplier nanoTime) {
        this.dao = dao;
        this.checkpointer = checkpointer;
        this.nanoTime = nanoTime;
    }

    /** @return whether there is more to do at once */
    boolean whileIdle() {
        if (failing && nanoTime.getAsLong() < retryAt) {
            return false;
        }
        try {
            boolean more = dao.takeIntoFigures(STEP) || removeOldHashes();
            failing = false;
            return more;
        } catch (RuntimeException e) {
            retryAt = nanoTime.getAsLong() + PAUSE_AFTER_FAILURE;
            if (!failing) {
                failing = true;
                LOG.error("older exchanges cannot be brought up to date, and figures stay incomplete", e);
            }
            return false;
        }
    }

    private boolean removeOldHashes() {
        AtomicBoolean more = new AtomicBoolean();
        checkpointer.inTurn(() -> {
            OptionalLong written = dao.removeOldHashes();
            written.ifPresent(checkpointer::committed);
            more.set(written.isPresent());
        });
        return more.get();
    }

    /** Nanoseconds until it wants to be called again though nothing was written. */
    long untilDue() {
        return failing ? Math.max(1, retryAt - nanoTime.getAsLong()) : Doorbell.UNTIL_RUNG;
    }
}
