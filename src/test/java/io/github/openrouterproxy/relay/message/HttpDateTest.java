package io.github.openrouterproxy.relay.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 08 Nov 2026 12:00:03 GMT",
                " Sun, 08 Nov 2026 12:00:03 GMT ",
                "Sunday, 08-Nov-26 12:00:03 GMT",
                "Sun Nov  8 12:00:03 2026",
            })
    void understandsAllThreeWays(String written) {
        assertThat(HttpDate.parse(written)).contains(Instant.parse("2026-11-08T12:00:03Z"));
    }

    @Test
    void understandsADayOfTwoDigitsInTheOldestWay() {
        assertThat(HttpDate.parse("Tue Nov 24 12:00:03 2026")).contains(Instant.parse("2026-11-24T12:00:03Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tomorrow", "2026-11-08T12:00:03Z", "Mon, 08 Nov 2026 12:00:03 GMT", "-5"})
    void understandsNothingElse(String written) {
        assertThat(HttpDate.parse(written)).isEmpty();
    }
}
