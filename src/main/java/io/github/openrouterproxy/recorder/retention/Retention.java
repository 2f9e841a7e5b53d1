package io.github.openrouterproxy.recorder.retention;

import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.recorder.retention.Oldest.Removed;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the oldest exchanges past what is to be kept, a few at a time, so that no commit waits long for it. The
 * writer thread only.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    /** What is written for each row that goes: its pages, those around them, and what is kept beside it. */
    private static final long WRITTEN_FOR_A_ROW = 16L * 1024;

    /** So many new rows, or bytes, are worth a transaction for what they push out; an idle writer removes fewer too. */
    private static final int WORTH_REMOVING = 64;

    private static final long BYTES_WORTH_REMOVING = 4L * 1024 * 1024;
    private static final long PAUSE_AFTER_FAILURE = Duration.ofSeconds(1).toNanos();
    private static final Duration BETWEEN_LOOKS_AT_AGE = Duration.ofSeconds(10);

    private final ExchangeWriteDao dao;
    private final StoreSettings limits;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Oldest oldest;
    private final SizeLimit sizeLimit;
    private int added;
    private long addedBytes;
    private boolean failing;
    /** What was removed, now or before the start, may have left room. */
    private boolean mayShrink = true;

    private long nextLookAtAge;
    private long retryAt;

    public Retention(ExchangeWriteDao dao, StoreSettings limits, Clock clock, LongSupplier nanoTime) {
        this.dao = dao;
        this.limits = limits;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.oldest = new Oldest(dao);
        this.sizeLimit = new SizeLimit(dao, oldest, limits.maxBytes());
    }

    /**
     * @param ended how many calls have ended
     * @param bytes that were written
     */
    public void afterBatch(int ended, long bytes) {
        oldest.written(ended);
        added += ended;
        addedBytes += bytes;
        if (added >= WORTH_REMOVING || sizeLimit.owed() + addedBytes >= BYTES_WORTH_REMOVING) {
            sizeLimit.came(addedBytes);
            // twice as many, or under calls without end it would never catch up
            int most = Math.max(added, Math.min(Oldest.LARGEST_STEP, Math.max(1, added) * 2));
            var unused = step(most, added, sizeLimit.dueNow());
            added = 0;
            addedBytes = 0;
        }
    }

    /** @return about how many bytes were written; 0 when there is nothing to do */
    public long whileIdle() {
        return step(Oldest.LARGEST_STEP, 1, 0);
    }

    /** Nanoseconds until it wants to be called again though nothing was written; {@code Long.MAX_VALUE} for never. */
    public long untilDue() {
        long now = nanoTime.getAsLong();
        if (failing) {
            return Math.max(1, retryAt - now);
        }
        return limits.maxAge() == null ? Long.MAX_VALUE : Math.max(1, nextLookAtAge - now);
    }

    /** A write failed: whether its rows are there is not known, so count again. */
    public void distrust() {
        oldest.distrust();
    }

    /**
     * @param least rows which go if they are not large, as far as there are so many to remove
     * @param bytes which go from a file that is too large, in however many rows
     * @return about how many bytes were written
     */
    private long step(int most, int least, long bytes) {
        long now = nanoTime.getAsLong();
        if (now < retryAt) {
            return 0;
        }
        try {
            int removed = removeSurplus(most, least) + removeExpired(now, least) + sizeLimit.remove(now, bytes);
            mayShrink |= removed > 0;
            long givenBack = mayShrink ? dao.giveBackSpace() : 0;
            mayShrink = givenBack > 0;
            failing = false;
            return removed * WRITTEN_FOR_A_ROW + givenBack;
        } catch (RuntimeException | Error e) {
            oldest.distrust();
            mayShrink = true;
            retryAt = now + PAUSE_AFTER_FAILURE;
            if (!failing) {
                failing = true;
                LOG.error("old exchanges cannot be removed", e);
            }
            return 0;
        }
    }

    private int removeSurplus(int most, int least) {
        if (limits.maxHistory() == 0 || oldest.isExhausted()) {
            return 0;
        }
        long surplus = oldest.count() - limits.maxHistory();
        return surplus <= 0 ? 0 : oldest.remove((int) Math.min(surplus, most), least);
    }

    private int removeExpired(long now, int least) {
        Duration maxAge = limits.maxAge();
        if (maxAge == null || now < nextLookAtAge) {
            return 0;
        }
        ExchangeId oldestKept = ExchangeId.atOrAfter(clock.instant().minus(maxAge));
        Removed removed = oldest.removeBefore(oldestKept, Math.max(Oldest.LARGEST_STEP, least), least);
        if (removed.all()) {
            nextLookAtAge = now + BETWEEN_LOOKS_AT_AGE.toNanos();
        }
        return removed.rows();
    }
}
