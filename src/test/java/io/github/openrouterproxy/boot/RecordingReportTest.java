package io.github.openrouterproxy.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.recording.IndexProgress;
import io.github.openrouterproxy.dao.recording.RecordingBoard;
import io.github.openrouterproxy.dao.recording.RecordingState;
import io.github.openrouterproxy.recorder.RecorderStats;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RecordingReportTest {
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    private final Board board = new Board();
    private Instant now = START;
    private final InstantSource time = () -> now;
    private RecorderStats stats = stats(0, false);
    private @Nullable IndexProgress progress = new IndexProgress(3, 1, false);
    private final RecordingReport report =
            new RecordingReport(() -> stats, this::look, board, time.withZone(ZoneOffset.UTC));

    @Test
    void theFirstLookAtAFailureIsKeptAsItsBeginning() {
        stats = stats(0, true);
        report.run();
        now = START.plusSeconds(9);
        report.run();

        assertThat(board.last().failingSince()).isEqualTo(START);
        assertThat(board.last().lastError()).isEqualTo("database is locked");
    }

    @Test
    void whatIsOverIsNoLongerReported() {
        stats = stats(0, true);
        report.run();
        stats = stats(0, false);
        report.run();

        assertThat(board.last().failingSince()).isNull();
    }

    @Test
    void theLastLossKeepsItsTime() {
        stats = stats(2, false);
        report.run();
        now = START.plusSeconds(9);
        report.run();

        assertThat(board.last().lastDropped()).isEqualTo(START);
        assertThat(board.last().dropped()).isEqualTo(2);
    }

    @Test
    void aDatabaseThatCannotBeAskedKeepsNothingFromBeingTold() {
        report.run();
        progress = null;
        stats = stats(7, true);
        report.run();

        assertThat(board.last().dropped()).isEqualTo(7);
        assertThat(board.last().index()).isEqualTo(new IndexProgress(3, 1, false));
    }

    private IndexProgress look() {
        return Optional.ofNullable(progress).orElseThrow(() -> new DatabaseException("locked"));
    }

    private static RecorderStats stats(long dropped, boolean failing) {
        return new RecorderStats(5, 1, 4, 100, 3, dropped, 2, failing, failing ? "database is locked" : null);
    }

    private static final class Board implements RecordingBoard {
        private @Nullable RecordingState state;

        @Override
        public void post(RecordingState posted) {
            state = posted;
        }

        @Override
        public Optional<RecordingState> read() {
            return Optional.ofNullable(state);
        }

        RecordingState last() {
            return read().orElseThrow();
        }
    }
}
