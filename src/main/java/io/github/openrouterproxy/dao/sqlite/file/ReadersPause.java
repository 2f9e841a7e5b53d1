package io.github.openrouterproxy.dao.sqlite.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the readers of one file from beginning anything new for a moment, since its write-ahead log starts over only
 * while nobody reads from it. Any thread.
 *
 * <p>The contexts of one JVM share no class of ours: a pause is a system property, as in {@link JvmGuard}. Readers of
 * other processes know nothing of it.
 */
public final class ReadersPause {
    /** No reader waits longer, whatever became of whoever asked for it. */
    public static final Duration LONGEST = Duration.ofMillis(400);

    private static final String PREFIX = "openrouter-proxy.sqlite-pause:";
    private static final long STEP = Duration.ofMillis(2).toNanos();

    private final String key;

    /** @param file its real path */
    ReadersPause(Path file) {
        this.key = PREFIX + file;
    }

    public void begin() {
        System.setProperty(key, "");
    }

    public void end() {
        System.clearProperty(key);
    }

    /** Before a reader begins: returns at once, or when the pause is over. */
    public void await() {
        if (System.getProperty(key) == null) {
            return;
        }
        long until = System.nanoTime() + LONGEST.toNanos();
        while (System.getProperty(key) != null && System.nanoTime() < until) {
            LockSupport.parkNanos(this, STEP);
        }
    }
}
