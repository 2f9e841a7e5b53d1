package io.github.openrouterproxy.dao.sqlite.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the readers of one file from beginning anything new for a moment, since its write-ahead log starts over only
 * while nobody reads from it. Any thread.
 *
 * <p>Readers of other contexts see it too, those of other processes do not.
 */
public final class ReadersPause {
    /** No reader waits longer, whatever became of whoever asked for it. */
    public static final Duration LONGEST = Duration.ofMillis(400);

    private static final long STEP = Duration.ofMillis(2).toNanos();

    private final JvmWord pause;

    /** @param file its real path */
    ReadersPause(Path file) {
        this.pause = new JvmWord("sqlite-pause", file);
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
