package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.recorder.retention.Retention;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is done while no call waits to be written: what is too old goes, and an older version's file is brought up to
 * date. The log would grow by all that is written meanwhile, so after each few megabytes it is copied first. The writer
 * thread only.
 */
final class IdleWork {
    private static final long UNTIL_COPIED = Duration.ofMillis(5).toNanos();
    /** A reader may keep the log from being copied for minutes. */
    private static final long LONGEST_WAIT = Duration.ofMillis(500).toNanos();

    private final Retention retention;
    private final OlderFile olderFile;
    private final Checkpointer checkpointer;
    private long wait = UNTIL_COPIED;

    IdleWork(Retention retention, OlderFile olderFile, Checkpointer checkpointer) {
        this.retention = retention;
        this.olderFile = olderFile;
        this.checkpointer = checkpointer;
    }

    /** Does a little of it. @return nanoseconds until there is more to do; 0 when there is already */
    long step() {
        if (checkpointer.isBehind()) {
            checkpointer.lookAgain();
            long now = wait;
            wait = Math.min(2 * wait, LONGEST_WAIT);
            return now;
        }
        wait = UNTIL_COPIED;
        AtomicLong written = new AtomicLong();
        checkpointer.inTurn(() -> written.set(workedOff()));
        if (written.get() == 0) {
            return Math.min(retention.untilDue(), olderFile.untilDue());
        }
        checkpointer.committed(written.get());
        return 0;
    }

    private long workedOff() {
        long removing = retention.whileIdle();
        return removing > 0 ? removing : olderFile.whileIdle();
    }
}
