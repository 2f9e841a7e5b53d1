package io.github.openrouterproxy.recorder;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Ended calls in the order they ended, bounded in number and bytes. What was taken out still counts until it is
 * released, so that the bound holds for what waits to be retried too. One with bodies in files counts at once, and can
 * be taken when these are written: nobody else waits for its disk. Any thread offers; the writer thread takes.
 */
final class RecordQueue {
    private final Queue<PendingRecord> records = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong outlineBytes = new AtomicLong();
    private final AtomicInteger unready = new AtomicInteger();
    private final Runnable whenReady;
    private final int maxCount;
    private final long maxBytes;

    RecordQueue(int maxCount, long maxBytes) {
        this(maxCount, maxBytes, () -> {});
    }

    /** @param whenReady runs for each that can be taken later than it was offered */
    RecordQueue(int maxCount, long maxBytes, Runnable whenReady) {
        this.whenReady = whenReady;
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    /** @return false when there is no room for it */
    boolean offer(PendingRecord entry) {
        if (count.incrementAndGet() > maxCount) {
            count.decrementAndGet();
            return false;
        }
        if (bytes.addAndGet(entry.weight()) > maxBytes) {
            release(entry);
            return false;
        }
        if (entry.captured().hasRest()) {
            addWhenReady(entry);
        } else {
            records.add(entry);
        }
        return true;
    }

    private void addWhenReady(PendingRecord entry) {
        unready.incrementAndGet();
        entry.captured().whenReady(() -> {
            records.add(entry);
            unready.decrementAndGet();
            whenReady.run();
        });
    }

    /**
     * For what is to be known though there is no room for it; all of them may be as many, and hold as much, as the
     * rest.
     *
     * @param hasRow whether a row says that it runs, and would go on saying so; of those there are no more than ran at
     *     once when rows could still be written, and each is taken
     * @return false when it is not taken
     */
    boolean offerOutline(PendingRecord entry, boolean hasRow) {
        int all = count.incrementAndGet();
        long allBytes = outlineBytes.addAndGet(entry.weight());
        if (!hasRow && (all > 2 * maxCount || allBytes > maxBytes)) {
            release(entry);
            return false;
        }
        records.add(entry);
        return true;
    }

    @Nullable
    PendingRecord take() {
        return records.poll();
    }

    /** See {@link PendingRecord#giveUpRest}; of the first that has any. @return whether there was one */
    boolean giveUpRest() {
        for (PendingRecord entry : records) {
            if (entry.giveUpRest()) {
                return true;
            }
        }
        return false;
    }

    /** It was written or given up. */
    void release(PendingRecord entry) {
        count.decrementAndGet();
        (entry.isOutline() ? outlineBytes : bytes).addAndGet(-entry.weight());
    }

    /** Whether some that were offered cannot be taken yet. When not, and it is empty, all were taken. */
    boolean hasUnready() {
        return unready.get() > 0;
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    boolean isFull() {
        return count.get() >= maxCount || bytes.get() >= maxBytes;
    }

    int count() {
        return count.get();
    }

    long bytes() {
        return bytes.get() + outlineBytes.get();
    }
}
