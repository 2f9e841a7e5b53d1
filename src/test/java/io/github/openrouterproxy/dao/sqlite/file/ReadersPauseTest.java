package io.github.openrouterproxy.dao.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadersPauseTest {
    private static final long START = -17;

    private final ReadersPause recorder = new ReadersPause(Path.of("/a.db"));
    private final ReadersPause monitor = new ReadersPause(Path.of("/a.db"));

    @AfterEach
    void wipe() {
        recorder.noCallWaits();
    }

    @Test
    void aCallThatWaitsForFiveMillisecondsIsLate() {
        recorder.callsWaitSince(START);

        assertThat(monitor.isRecorderLate(after(Duration.ofMillis(5)))).isFalse();
        assertThat(monitor.isRecorderLate(after(Duration.ofMillis(5).plusNanos(1))))
                .isTrue();
        assertThat(monitor.isRecorderLate(after(Duration.ofSeconds(29)))).isTrue();
    }

    @Test
    void whatWasSaidLongAgoIsNotBelieved() {
        recorder.callsWaitSince(START);

        assertThat(monitor.isRecorderLate(after(Duration.ofSeconds(30)))).isFalse();
    }

    @Test
    void whereNoCallWaitsNoneIsLate() {
        assertThat(monitor.isRecorderLate(after(Duration.ofSeconds(1)))).isFalse();
        recorder.callsWaitSince(START);
        recorder.noCallWaits();

        assertThat(monitor.isRecorderLate(after(Duration.ofSeconds(1)))).isFalse();
    }

    @Test
    void callsOfAnotherFileDoNotMatter() {
        recorder.callsWaitSince(START);

        assertThat(new ReadersPause(Path.of("/b.db")).isRecorderLate(after(Duration.ofSeconds(1))))
                .isFalse();
    }

    private static long after(Duration time) {
        return START + time.toNanos();
    }
}
