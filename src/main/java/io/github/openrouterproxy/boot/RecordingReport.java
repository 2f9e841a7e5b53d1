package io.github.openrouterproxy.boot;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.recording.IndexProgress;
import io.github.openrouterproxy.dao.recording.IndexWatch;
import io.github.openrouterproxy.dao.recording.RecordingBoard;
import io.github.openrouterproxy.dao.recording.RecordingState;
import io.github.openrouterproxy.recorder.RecorderStats;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says once a second how recording fares. On a thread of its own. */
final class RecordingReport implements Runnable {
    private static final long PERIOD_SECONDS = 1;

    private final Supplier<RecorderStats> recorder;
    private final IndexWatch index;
    private final RecordingBoard board;
    private final Clock clock;

    private @Nullable Instant failingSince;
    private @Nullable Instant lastDropped;
    private long dropped;
    private IndexProgress progress = IndexProgress.NONE;

    RecordingReport(Supplier<RecorderStats> recorder, IndexWatch index, RecordingBoard board, Clock clock) {
        this.recorder = recorder;
        this.index = index;
        this.board = board;
        this.clock = clock;
    }

    void start(Lifecycle lifecycle) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, new DaemonThreads("recorder-report"));
        ScheduledFuture<?> unused = executor.scheduleWithFixedDelay(this, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
        lifecycle.onStop(() -> stop(executor));
    }

    /** Nothing may be posted once the board is wiped. */
    private static void stop(ScheduledThreadPoolExecutor executor) {
        executor.shutdownNow();
        try {
            boolean unused = executor.awaitTermination(PERIOD_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        RecorderStats stats = recorder.get();
        Instant now = clock.instant();
        if (!stats.failing()) {
            failingSince = null;
        } else if (failingSince == null) {
            failingSince = now;
        }
        if (stats.dropped() > dropped) {
            dropped = stats.dropped();
            lastDropped = now;
        }
        // Before the index is asked, for which a database in trouble may make it wait.
        post(stats);
        try {
            progress = index.progress();
        } catch (DatabaseException unknown) {
            // what cannot be read now will be
            return;
        }
        post(stats);
    }

    private void post(RecorderStats stats) {
        board.post(new RecordingState(
                stats.recorded(),
                stats.waiting(),
                stats.late(),
                stats.dropped(),
                stats.truncated(),
                failingSince,
                lastDropped,
                progress,
                stats.lastError()));
    }
}
