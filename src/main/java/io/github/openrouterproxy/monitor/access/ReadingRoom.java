package io.github.openrouterproxy.monitor.access;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory that all who read recorded bodies use together. A body can become a thousand times larger when its content
 * coding is undone, so whoever reads one takes a seat first, and says how much it needs as soon as it knows. Any
 * thread.
 */
public final class ReadingRoom {
    private static final int UNIT = 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Semaphore free;
    private final int largestSeat;
    private final Duration patience;

    /** @param patience how long a reader waits for a seat */
    ReadingRoom(long bytes, Duration patience) {
        int units = (int) Math.min(Integer.MAX_VALUE, Math.max(2, bytes / UNIT));
        // First come, first served: small seats must not keep a large one waiting for good.
        this.free = new Semaphore(units, true);
        this.largestSeat = units / 2;
        this.patience = patience;
    }

    /** A quarter of what the heap can grow to. */
    public static ReadingRoom ofHeap() {
        return new ReadingRoom(Runtime.getRuntime().maxMemory() / 4, PATIENCE);
    }

    /** A seat that is not taken yet. */
    public Seat seat() {
        return new Seat();
    }

    long freeBytes() {
        return (long) free.availablePermits() * UNIT;
    }

    /** One reader's share; confined to its request. */
    public final class Seat implements AutoCloseable {
        private int held;

        private Seat() {}

        /**
         * Takes half of the room, since nobody knows yet how much this reader needs.
         *
         * @throws RoomFullException when others did not leave in time
         */
        public void take() {
            if (held > 0) {
                return;
            }
            try {
                if (!free.tryAcquire(largestSeat, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new RoomFullException();
                }
                held = largestSeat;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RoomFullException();
            }
        }

        /** Gives back what is more than {@code bytes}; a seat never grows. */
        public void keep(long bytes) {
            int needed = (int) Math.min(held, (bytes + UNIT - 1) / UNIT);
            free.release(held - needed);
            held = needed;
        }

        @Override
        public void close() {
            keep(0);
        }
    }
}
