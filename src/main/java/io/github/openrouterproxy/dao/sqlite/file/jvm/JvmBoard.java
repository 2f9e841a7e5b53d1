package io.github.openrouterproxy.dao.sqlite.file.jvm;

import io.github.openrouterproxy.dao.recording.IndexProgress;
import io.github.openrouterproxy.dao.recording.RecordingBoard;
import io.github.openrouterproxy.dao.recording.RecordingState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A board for all contexts of this JVM, of one line: the file itself cannot be written when there is the most to tell.
 * Any thread.
 */
public final class JvmBoard implements RecordingBoard {
    private static final int NUMBERS = 10;
    private static final long NEVER = -1;

    private final JvmWord line;

    /** @param file its real path */
    public JvmBoard(Path file) {
        this.line = new JvmWord("recording", file);
    }

    @Override
    public void post(RecordingState state) {
        String error = state.lastError();
        Stream<Object> words = Stream.of(
                state.recorded(),
                state.waiting(),
                state.late(),
                state.dropped(),
                state.truncated(),
                millis(state.failingSince()),
                millis(state.lastDropped()),
                state.index().behind(),
                state.index().mended(),
                state.index().resting() ? 1 : 0,
                error == null ? "" : error);
        line.write(String.join(" ", words.map(Object::toString).toList()));
    }

    @Override
    public Optional<RecordingState> read() {
        return Optional.ofNullable(line.read()).map(JvmBoard::parse);
    }

    /** By the context that recorded, when it stops. */
    public void wipe() {
        line.erase();
    }

    private static RecordingState parse(String line) {
        String[] words = line.split(" ", NUMBERS + 1);
        long[] numbers =
                Stream.of(words).limit(NUMBERS).mapToLong(Long::parseLong).toArray();
        String error = words[NUMBERS];
        return new RecordingState(
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                numbers[4],
                instant(numbers[5]),
                instant(numbers[6]),
                new IndexProgress(numbers[7], numbers[8], numbers[9] == 1),
                error.isEmpty() ? null : error);
    }

    private static long millis(@Nullable Instant instant) {
        return instant == null ? NEVER : instant.toEpochMilli();
    }

    private static @Nullable Instant instant(long millis) {
        return millis == NEVER ? null : Instant.ofEpochMilli(millis);
    }
}
