package io.github.openrouterproxy.relay.upstream;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.eclipse.jetty.util.Pool;
import org.jspecify.annotations.Nullable;

/**
 * Gives the oldest entry that has room, so that those nobody needs lie idle and are closed. Jetty's own pool walks over
 * all that are taken to find it, for each call; here that are only those that several may share. Any thread.
 *
 * @param <P> what is pooled
 */
final class OldestFirstPool<P> implements Pool<P> {
    private final int maxSize;
    private final ToIntFunction<P> mostUsers;
    private final Predicate<P> sharable;
    private final Object lock = new Object();
    private final Set<Slot> all = new LinkedHashSet<>();
    /** Those that may have room, oldest first. */
    private final TreeSet<Slot> candidates = new TreeSet<>(Comparator.comparingLong(slot -> slot.number));

    private long numbers;
    private boolean terminated;

    /**
     * @param mostUsers how many may use an entry at once, from 1 on; what it says may change
     * @param sharable whether that may be more than one
     */
    OldestFirstPool(int maxSize, ToIntFunction<P> mostUsers, Predicate<P> sharable) {
        this.maxSize = maxSize;
        this.mostUsers = mostUsers;
        this.sharable = sharable;
    }

    @Override
    public @Nullable Entry<P> reserve() {
        synchronized (lock) {
            if (terminated || all.size() >= maxSize) {
                return null;
            }
            Slot slot = new Slot(numbers++);
            all.add(slot);
            return slot;
        }
    }

    @Override
    public @Nullable Entry<P> acquire() {
        synchronized (lock) {
            for (Slot slot : candidates) {
                if (slot.hasRoom()) {
                    slot.users++;
                    slot.place();
                    return slot;
                }
            }
            return null;
        }
    }

    @Override
    public boolean isTerminated() {
        synchronized (lock) {
            return terminated;
        }
    }

    @Override
    public Collection<Entry<P>> terminate() {
        synchronized (lock) {
            terminated = true;
            List<Entry<P>> rest = List.copyOf(all);
            all.forEach(slot -> slot.ended = true);
            all.clear();
            candidates.clear();
            return rest;
        }
    }

    @Override
    public int size() {
        synchronized (lock) {
            return all.size();
        }
    }

    @Override
    public int getMaxSize() {
        return maxSize;
    }

    @Override
    public Stream<Entry<P>> stream() {
        synchronized (lock) {
            return List.<Entry<P>>copyOf(all).stream();
        }
    }

    /** All of it guarded by the pool's lock. */
    private final class Slot implements Entry<P> {
        private static final int RESERVED = -1;

        private final long number;
        private @Nullable P pooled;
        private int users = RESERVED;
        /** Nobody gets it any more. */
        private boolean ended;

        private boolean removed;

        private Slot(long number) {
            this.number = number;
        }

        @Override
        public boolean enable(P created, boolean acquire) {
            synchronized (lock) {
                if (ended) {
                    return false;
                }
                if (users != RESERVED) {
                    throw new IllegalStateException("it is in use already");
                }
                pooled = Objects.requireNonNull(created);
                users = acquire ? 1 : 0;
                place();
                return true;
            }
        }

        @Override
        public @Nullable P getPooled() {
            synchronized (lock) {
                return pooled;
            }
        }

        @Override
        public boolean release() {
            synchronized (lock) {
                if (ended || users <= 0) {
                    return false;
                }
                users--;
                place();
                return true;
            }
        }

        /** Of several users each calls it; true for the last of them. */
        @Override
        public boolean remove() {
            synchronized (lock) {
                if (removed) {
                    return false;
                }
                ended = true;
                if (users > 0) {
                    users--;
                }
                removed = users <= 0;
                place();
                if (removed) {
                    all.remove(this);
                }
                return removed;
            }
        }

        @Override
        public boolean isReserved() {
            synchronized (lock) {
                return users == RESERVED;
            }
        }

        @Override
        public boolean isIdle() {
            synchronized (lock) {
                return users == 0;
            }
        }

        @Override
        public boolean isInUse() {
            synchronized (lock) {
                return users > 0;
            }
        }

        @Override
        public boolean isTerminated() {
            synchronized (lock) {
                return ended;
            }
        }

        /** Among those that {@link #acquire()} looks at, or not. */
        private void place() {
            if (hasRoom() || mayGetRoom()) {
                candidates.add(this);
            } else {
                candidates.remove(this);
            }
        }

        private boolean mayGetRoom() {
            P carrier = pooled;
            return !ended && carrier != null && sharable.test(carrier);
        }

        private boolean hasRoom() {
            P carrier = pooled;
            return !ended && carrier != null && users < mostUsers.applyAsInt(carrier);
        }
    }
}
