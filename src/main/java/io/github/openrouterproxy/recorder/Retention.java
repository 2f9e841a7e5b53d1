package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.exchange.ExchangeId;
import java.time.Clock;
import java.time.Duration;
import java.util.function.IntUnaryOperator;
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
    /** So many new rows, or bytes, are worth a transaction for what they push out; an idle writer removes fewer too. */
    private static final int WORTH_REMOVING = 64;

    private static final long BYTES_WORTH_REMOVING = 4L * 1024 * 1024;
    /** In one transaction, which those who wait for a commit wait for too. */
    private static final long BYTES_AT_ONCE = 16L * 1024 * 1024;
    /** Behind one commit, in as many transactions as small rows need; the rest behind the next ones. */
    private static final long MOST_BYTES_SHRUNK = 8L * 1024 * 1024;
    /** So much and no more may be left for the next ones; then a commit waits for as many bytes as came. */
    private static final long MOST_BYTES_OWED = 64L * 1024 * 1024;

    private static final long PAUSE_AFTER_FAILURE = Duration.ofSeconds(1).toNanos();
    private static final long BETWEEN_LOOKS_AT_SIZE = Duration.ofSeconds(1).toNanos();
    private static final Duration BETWEEN_LOOKS_AT_AGE = Duration.ofSeconds(10);
    /** Of the wanted size; the rest is for free pages that the file keeps. */
    private static final double USED_SHARE = 7 / 8d;

    private final ExchangeWriteDao dao;
    private final StoreSettings limits;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private long count;
    private int added;
    private long addedBytes;
    /** Bytes that came to a file which is too large, and for which as many have still to go. */
    private long owed;

    private boolean counted;
    private boolean failing;
    /** All that is left runs still; until something is written there is nothing to remove. */
    private boolean exhausted;

    private boolean tooLarge;
    private long nextLookAtSize;
    private long nextLookAtAge;
    private long retryAt;

    Retention(ExchangeWriteDao dao, StoreSettings limits, Clock clock, LongSupplier nanoTime) {
        this.dao = dao;
        this.limits = limits;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * @param newRows that were not there before
     * @param bytes that were written
     */
    void afterBatch(int newRows, long bytes) {
        count += newRows;
        added += newRows;
        addedBytes += bytes;
        exhausted = false;
        if (added >= WORTH_REMOVING || owed + addedBytes >= BYTES_WORTH_REMOVING) {
            nextLookAtSize = 0;
            owed += addedBytes;
            // twice as many, or under calls without end it would never catch up
            int most = Math.max(added, Math.min(LARGEST_STEP, Math.max(1, added) * 2));
            step(most, added, Math.min(owed, Math.max(MOST_BYTES_SHRUNK, owed - MOST_BYTES_OWED)));
            added = 0;
            addedBytes = 0;
        }
    }

    /** @return whether there is more to remove at once */
    boolean whileIdle() {
        return step(LARGEST_STEP, 1, 0);
    }

    /** Nanoseconds until it wants to be called again though nothing was written. */
    long untilDue() {
        long now = nanoTime.getAsLong();
        if (failing) {
            return Math.max(1, retryAt - now);
        }
        return limits.maxAge() == null ? Doorbell.UNTIL_RUNG : Math.max(1, nextLookAtAge - now);
    }

    /** A write failed: whether its rows are there is not known, so count again. */
    void distrust() {
        counted = false;
    }

    /**
     * @param least rows which go if they are not large, as far as there are so many to remove
     * @param bytes which go from a file that is too large, in however many rows
     */
    private boolean step(int max, int least, long bytes) {
        long now = nanoTime.getAsLong();
        if (now < retryAt) {
            return false;
        }
        try {
            int removed = removeSurplus(max, least) + removeExpired(now, least) + removeToShrink(now, bytes);
            failing = false;
            return removed > 0;
        } catch (RuntimeException e) {
            counted = false;
            retryAt = now + PAUSE_AFTER_FAILURE;
            if (!failing) {
                failing = true;
                LOG.error("old exchanges cannot be removed", e);
            }
            return false;
        }
    }

    private int removeSurplus(int max, int least) {
        if (limits.maxHistory() == 0 || exhausted) {
            return 0;
        }
        long surplus = rows() - limits.maxHistory();
        return surplus <= 0 ? 0 : removeOldest((int) Math.min(surplus, max), least);
    }

    private int removeExpired(long now, int least) {
        Duration maxAge = limits.maxAge();
        if (maxAge == null || now < nextLookAtAge) {
            return 0;
        }
        ExchangeId oldestKept = ExchangeId.atOrAfter(clock.instant().minus(maxAge));
        Removed removed = remove(Math.max(LARGEST_STEP, least), least, step -> dao.deleteOlderThan(oldestKept, step));
        if (removed.all()) {
            nextLookAtAge = now + BETWEEN_LOOKS_AT_AGE.toNanos();
        }
        return removed.rows();
    }

    private int removeToShrink(long now, long bytes) {
        Long maxBytes = limits.maxBytes();
        if (maxBytes == null || exhausted) {
            owed = 0;
            return 0;
        }
        if (!tooLarge && now < nextLookAtSize) {
            return 0;
        }
        nextLookAtSize = now + BETWEEN_LOOKS_AT_SIZE;
        long before = dao.usedBytes();
        long used = before;
        int removed = 0;
        do {
            double surplus = used - maxBytes * USED_SHARE;
            tooLarge = surplus > 0;
            if (!tooLarge) {
                break;
            }
            // by the average: the next look tells whether it was enough
            removed += removeOldest((int) Math.min(LARGEST_STEP, Math.ceil(surplus / used * rows())), 1);
            used = dao.usedBytes();
        } while (!exhausted && before - used < bytes);
        owed = tooLarge ? Math.max(0, owed - Math.max(0, before - used)) : 0;
        return removed;
    }

    private long rows() {
        if (!counted) {
            count = dao.count();
            counted = true;
        }
        return count;
    }

    private int removeOldest(int most, int least) {
        int removed = remove(most, least, dao::deleteOldest).rows();
        exhausted = removed == 0;
        return removed;
    }

    /**
     * Each transaction by what the oldest weigh, which says more than the average of all. Of large rows there is but
     * one, or the next commit would wait for many.
     */
    private Removed remove(int most, int least, IntUnaryOperator delete) {
        int rows = 0;
        int wanted;
        int step;
        int done;
        do {
            wanted = Math.min(LARGEST_STEP, most - rows);
            step = dao.oldestWithin(BYTES_AT_ONCE, wanted);
            done = delete.applyAsInt(step);
            count -= done;
            rows += done;
        } while (done == wanted && rows < Math.min(most, least));
        return new Removed(rows, done < step);
    }

    /** @param all there were to remove */
    private record Removed(int rows, boolean all) {}
}
