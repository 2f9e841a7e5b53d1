package io.github.openrouterproxy.dao.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.recording.IndexProgress;
import io.github.openrouterproxy.dao.recording.RecordingState;
import io.github.openrouterproxy.dao.sqlite.file.jvm.JvmBoard;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JvmBoardTest {
    private static final RecordingState TROUBLE = new RecordingState(
            12,
            3,
            2,
            1,
            4,
            Instant.parse("2026-11-20T12:00:00.123Z"),
            Instant.parse("2026-11-20T12:00:05Z"),
            new IndexProgress(7, 1, true),
            "database or disk is full\nat line 2");

    @TempDir
    private Path folder;

    @Test
    void whatOneContextPostsAnotherReads() {
        Path file = folder.resolve("with space.db");
        JvmBoard recorder = new JvmBoard(file);
        recorder.post(TROUBLE);

        assertThat(new JvmBoard(file).read()).contains(TROUBLE);
        assertThat(new JvmBoard(folder.resolve("other.db")).read()).isEmpty();
        recorder.wipe();
    }

    @Test
    void whatIsUnknownStaysSo() {
        JvmBoard board = new JvmBoard(folder.resolve("calls.db"));
        RecordingState calm = new RecordingState(1, 0, 0, 0, 0, null, null, IndexProgress.NONE, null);
        board.post(calm);

        assertThat(board.read()).contains(calm);
        board.wipe();
    }

    @Test
    void theEndOfTheRecordingContextLeavesNothingBehind() {
        Path file = folder.resolve("calls.db");
        try (DatabaseFile recording = DatabaseFile.open(file, SqliteDriver.of(null), true)) {
            recording.board().post(TROUBLE);
        }

        try (DatabaseFile reading = DatabaseFile.open(file, SqliteDriver.of(null), false)) {
            assertThat(reading.board().read()).isEmpty();
        }
    }
}
