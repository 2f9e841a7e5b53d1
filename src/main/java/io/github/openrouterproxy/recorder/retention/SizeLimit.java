package io.github.openrouterproxy.recorder.retention;

import io.github.openrouterproxy.dao.ExchangeWriteDao;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the file below its size. What came to a file that is too large is owed: as many bytes have to go, those that
 * one commit cannot wait for behind the next ones.
 */
final class SizeLimit {
    /** Behind one commit, in as many transactions as small rows need. */
    private static final long MOST_BYTES_SHRUNK = 8L * 1024 * 1024;
    /** So much and no more may be left for the next commits; then each waits for as many bytes as came. */
    private static final long MOST_BYTES_OWED = 64L * 1024 * 1024;

    private static final long BETWEEN_LOOKS = Duration.ofSeconds(1).toNanos();
    /** Of the wanted size; the rest is for free pages that the file keeps. */
    private static final double USED_SHARE = 7 / 8d;

    private final ExchangeWriteDao dao;
    private final Oldest oldest;
    private final @Nullable Long maxBytes;
    private long owed;
    private boolean tooLarge;
    private long nextLook;

    /** @param maxBytes null where there is no limit */
    SizeLimit(ExchangeWriteDao dao, Oldest oldest, @Nullable Long maxBytes) {
        this.dao = dao;
        this.oldest = oldest;
        this.maxBytes = maxBytes;
    }

    long owed() {
        return owed;
    }

    /** Bytes came; the next look is due. */
    void came(long bytes) {
        owed += bytes;
        nextLook = 0;
    }

    /** How many bytes have to go behind the commit they came with. */
    long dueNow() {
        return Math.min(owed, Math.max(MOST_BYTES_SHRUNK, owed - MOST_BYTES_OWED));
    }

    /**
     * @param bytes which go if the file is too large, in however many rows
     * @return how many rows went
     */
    int remove(long now, long bytes) {
        if (maxBytes == null || oldest.isExhausted()) {
            owed = 0;
            return 0;
        }
        if (!tooLarge && now < nextLook) {
            return 0;
        }
        nextLook = now + BETWEEN_LOOKS;
        return shrink(maxBytes * USED_SHARE, bytes);
    }

    private int shrink(double wanted, long bytes) {
        long before = dao.usedBytes();
        long used = before;
        int removed = 0;
        tooLarge = used > wanted;
        while (tooLarge) {
            // by the average: the next look tells whether it was enough
            double rows = Math.ceil((used - wanted) / used * oldest.count());
            removed += oldest.remove((int) Math.min(Oldest.LARGEST_STEP, rows), 1);
            used = dao.usedBytes();
            if (oldest.isExhausted() || before - used >= bytes) {
                break;
            }
            tooLarge = used > wanted;
        }
        owed = tooLarge ? Math.max(0, owed - Math.max(0, before - used)) : 0;
        return removed;
    }
}
