package io.github.openrouterproxy.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.logs.Heard;
import org.junit.jupiter.api.Test;

class WriteHealthTest {
    private final WriteHealth health = new WriteHealth();

    /** The writer tries ten times in a second, and between two tries nothing waits. */
    @Test
    void whatFailsAgainAndAgainIsToldOnceUntilSomethingIsWritten() {
        try (Heard log = Heard.from(WriteHealth.class)) {
            for (int i = 0; i < 50; i++) {
                health.failed(new OutOfMemoryError("of the test"));
                assertThat(health.isFailing()).isTrue();
                health.nothingWaits();
                assertThat(health.isFailing()).isFalse();
            }
            assertThat(log.lines()).containsExactly("the database takes no records; they wait in memory");

            health.wrote(1, 0);
            health.failed(new OutOfMemoryError("of the test"));
            assertThat(log.lines()).hasSize(3).element(1).isEqualTo("the database takes records again");
        }
    }

    @Test
    void thatCallsEndWithoutTheirRecordIsToldOnceUntilNothingWaits() {
        try (Heard log = Heard.from(WriteHealth.class)) {
            health.fellBehind();
            health.fellBehind();
            assertThat(log.lines()).containsExactly("records take longer than calls wait for them");

            health.caughtUp();
            health.caughtUp();
            health.fellBehind();
            assertThat(log.lines()).hasSize(3).element(1).isEqualTo("nothing waits to be recorded any more");
        }
    }

    @Test
    void thatABodyIsThereInPartIsToldOnce() {
        try (Heard log = Heard.from(WriteHealth.class)) {
            health.wrote(2, 0);
            assertThat(log.lines()).isEmpty();

            health.wrote(2, 1);
            health.wrote(2, 2);

            assertThat(log.lines()).singleElement().asString().contains("MAX_RECORDED_BYTES");
            assertThat(health.truncated()).isEqualTo(3);
        }
    }
}
