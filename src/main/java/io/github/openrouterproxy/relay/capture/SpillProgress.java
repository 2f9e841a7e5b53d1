package io.github.openrouterproxy.relay.capture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the thread that writes large bodies gets on, and who waits for it. A disk that is slow holds its senders back;
 * one that does not move holds nobody. Any thread.
 */
final class SpillProgress {
    private static final Logger LOG = LoggerFactory.getLogger(SpillProgress.class);
    private static final int MOST_WAITING = 64;
    private static final Duration LOOK = Duration.ofMillis(250);
    /** By looks and not by the clock: a process that was not running itself has seen nothing. */
    private static final int LOOKS_AT_THE_SAME = 4;

    private final Path folder;
    private final SpillFolder.Timer timer;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong done = new AtomicLong();
    private final Queue<Runnable> heldBack = new ConcurrentLinkedQueue<>();
    private final Set<Once> untilItHangs = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicBoolean hangs = new AtomicBoolean();
    /** Of the one look at a time. */
    private long doneBefore;

    private int looksAtTheSame;

    SpillProgress(Path folder, SpillFolder.Timer timer) {
        this.folder = folder;
        this.timer = timer;
    }

    boolean takesMore() {
        return waiting.get() < MOST_WAITING;
    }

    /** Not once it has nothing to do: the last look may have come too late. */
    boolean hangs() {
        return hangs.get() && waiting.get() > 0;
    }

    void whenRoom(Runnable task) {
        heldBack.add(task);
        letGo();
        look();
    }

    void ifItHangs(Once task) {
        untilItHangs.add(task);
        letGo();
    }

    /** It was waited for long enough, or it has come. */
    void goesOn(Once task) {
        untilItHangs.remove(task);
    }

    /** The thread is told to do something. */
    void begins() {
        waiting.incrementAndGet();
        look();
    }

    /** It has. */
    void ended() {
        done.incrementAndGet();
        waiting.decrementAndGet();
        if (hangs.compareAndSet(true, false)) {
            LOG.info("{} moves again: large bodies wait there as before", folder);
        }
        letGo();
    }

    /** As many as there is room for; not here, since a sender that goes on may have much to do. */
    private void letGo() {
        boolean hanging = hangs();
        if (hanging) {
            untilItHangs.removeIf(task -> {
                timer.after(Duration.ZERO, task);
                return true;
            });
        }
        int room = hanging ? Integer.MAX_VALUE : MOST_WAITING - waiting.get();
        for (Runnable next; room > 0 && (next = heldBack.poll()) != null; room--) {
            timer.after(Duration.ZERO, next);
        }
    }

    /** Looks from time to time while there is anything to see. */
    private void look() {
        if ((waiting.get() > 0 || !heldBack.isEmpty()) && looking.compareAndSet(false, true)) {
            timer.after(LOOK, this::see);
        }
    }

    private void see() {
        long doneNow = done.get();
        looksAtTheSame = waiting.get() > 0 && doneNow == doneBefore ? looksAtTheSame + 1 : 0;
        doneBefore = doneNow;
        if (looksAtTheSame >= LOOKS_AT_THE_SAME && hangs.compareAndSet(false, true)) {
            LOG.warn("large bodies are recorded cut, since {} does not move", folder);
        }
        letGo();
        looking.set(false);
        look();
    }
}
