package io.github.openrouterproxy.monitor.access;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The memory that all who read recorded bodies use together. A body can become a thousand times larger when its content
 * coding is undone, so whoever reads one takes a seat first, and says how much it needs as soon as it knows. What has
 * been made from it is lent out until the viewer has it, however slowly it takes it: to each viewer so little that
 * others find a share free. Any thread.
 */
public final class ReadingRoom {
    private static final int UNIT = 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Semaphore free;
    private final int largestSeat;
    private final int mostLentToOne;
    private final int little;
    private final Duration patience;
    private final Map<String, Integer> lent = new HashMap<>();

    /** @param patience how long a reader waits for a seat */
    ReadingRoom(long bytes, Duration patience) {
        int units = (int) Math.min(Integer.MAX_VALUE / 3, Math.max(2, bytes / UNIT));
        // First come, first served: small seats must not keep a large one waiting for good.
        this.free = new Semaphore(units, true);
        this.largestSeat = units * 3 / 8;
        this.mostLentToOne = units / 8;
        this.little = units / 128;
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

    private synchronized boolean lend(String viewer, int units) {
        int before = lent.getOrDefault(viewer, 0);
        // A page goes beside a large download. A single one may be larger, or else nobody could ever have it.
        if (units > little && before > 0 && before + units > mostLentToOne) {
            return false;
        }
        if (units > little) {
            lent.put(viewer, before + units);
        }
        return true;
    }

    private synchronized void takeBack(String viewer, int units) {
        int rest = lent.getOrDefault(viewer, 0) - (units > little ? units : 0);
        if (rest > 0) {
            lent.put(viewer, rest);
        } else {
            lent.remove(viewer);
        }
    }

    /** One reader's share; confined to its request. */
    public final class Seat implements AutoCloseable {
        private int held;
        private @Nullable String borrower;

        private Seat() {}

        /**
         * Takes three eighths of the room, since nobody knows yet how much this reader needs.
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

        /**
         * Gives back what is more than {@code bytes}; how long the rest stays away is up to the viewer from now on.
         *
         * @throws TooMuchLentException when other answers are still on their way to the same viewer
         */
        public void lend(Viewer viewer, long bytes) {
            keep(bytes);
            if (!ReadingRoom.this.lend(viewer.name(), held)) {
                keep(0);
                throw new TooMuchLentException();
            }
            borrower = viewer.name();
        }

        @Override
        public void close() {
            if (borrower != null) {
                takeBack(borrower, held);
                borrower = null;
            }
            keep(0);
        }
    }
}
