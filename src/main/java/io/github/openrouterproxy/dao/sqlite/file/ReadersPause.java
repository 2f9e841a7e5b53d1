package io.github.openrouterproxy.dao.sqlite.file;

import io.github.openrouterproxy.dao.sqlite.file.jvm.JvmWord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the readers of one file from beginning anything new for a moment, since its write-ahead log starts over only
 * while nobody reads from it; and tells those at work when calls wait for the core that they use. Any thread.
 *
 * <p>Readers of other contexts see it too, those of other processes do not.
 */
public final class ReadersPause {
    /** No reader waits longer, whatever became of whoever asked for it. */
    public static final Duration LONGEST = Duration.ofMillis(400);

    private static final long STEP = Duration.ofMillis(2).toNanos();

    /** Sooner than that a call may be waiting for a commit that takes its usual time. */
    private static final long LATE = Duration.ofMillis(5).toNanos();

    /** Whoever says so may have come to grief, or waits for something else than a core. */
    private static final long TOO_LATE = Duration.ofSeconds(30).toNanos();

    private final JvmWord pause;
    private final JvmWord waiting;

    /** @param file its real path */
    ReadersPause(Path file) {
        this.pause = new JvmWord("sqlite-pause", file);
        this.waiting = new JvmWord("sqlite-waiting", file);
    }

    public void begin() {
        pause.write("");
    }

    public void end() {
        pause.erase();
    }

    /** Whether somebody waits for those who read to have done. */
    public boolean isWanted() {
        return pause.read() != null;
    }

    /** Calls wait for their commit, the first of them since then by {@link System#nanoTime}. */
    public void callsWaitSince(long nanoTime) {
        waiting.write(Long.toString(nanoTime));
    }

    public void noCallWaits() {
        waiting.erase();
    }

    /** Whether calls wait for longer than a commit takes, so that readers who take long had better rest. */
    public boolean isRecorderLate(long nanoTime) {
        String since = waiting.read();
        long waited = since == null ? 0 : nanoTime - Long.parseLong(since);
        return waited > LATE && waited < TOO_LATE;
    }

    /** Before a reader begins: returns at once, or when the pause is over. */
    public void await() {
        if (pause.read() == null) {
            return;
        }
        long until = System.nanoTime() + LONGEST.toNanos();
        while (pause.read() != null && System.nanoTime() < until) {
            LockSupport.parkNanos(this, STEP);
        }
    }
}
