package io.github.openrouterproxy.recorder.retention;

import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.exchange.ExchangeId;
import java.util.function.IntUnaryOperator;

/**
 * Takes exchanges that ended away from their oldest end. It counts along instead of asking the database. Those that run
 * count for nothing: were they too many by themselves, each call would be taken away as soon as it ended.
 */
final class Oldest {
    /** Rows, in one transaction. */
    static final int LARGEST_STEP = 200;
    /** In one transaction, which those who wait for a commit wait for too. */
    private static final long BYTES_AT_ONCE = 16L * 1024 * 1024;

    private final ExchangeWriteDao dao;
    private long count;
    private boolean counted;
    /** All that is left runs still; until something is written there is nothing to remove. */
    private boolean exhausted;

    Oldest(ExchangeWriteDao dao) {
        this.dao = dao;
    }

    void written(int ended) {
        count += ended;
        exhausted = false;
    }

    /** How many there are is not known any more. */
    void distrust() {
        counted = false;
    }

    boolean isExhausted() {
        return exhausted;
    }

    /** Of all that have ended. */
    long count() {
        if (!counted) {
            count = dao.countEnded();
            counted = true;
        }
        return count;
    }

    /**
     * @param least that go if they are not large, as far as there are so many
     * @return how many went
     */
    int remove(int most, int least) {
        int removed = remove(most, least, dao::deleteOldest).rows();
        exhausted = removed == 0;
        return removed;
    }

    /** Of those before {@code oldestKept}. */
    Removed removeBefore(ExchangeId oldestKept, int most, int least) {
        return remove(most, least, step -> dao.deleteOlderThan(oldestKept, step));
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
    record Removed(int rows, boolean all) {}
}
