package io.github.openrouterproxy.monitor.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SeriesQueryTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void withoutParametersItIsTheLastHundredHours() {
        SeriesQuery query = SeriesQuery.read(none -> null, NOW);

        assertThat(query.bucket()).isEqualTo(Duration.ofHours(1));
        assertThat(query.from()).isEqualTo(Instant.parse("2026-11-16T08:00:00Z"));
        assertThat(query.filter().from()).isEqualTo(query.from());
    }

    @Test
    void aBucketIsMinutesHoursOrDays() {
        assertThat(SeriesQuery.read(Map.of("bucket", "5m")::get, NOW).bucket()).isEqualTo(Duration.ofMinutes(5));
        assertThat(SeriesQuery.read(Map.of("bucket", "2d")::get, NOW).bucket()).isEqualTo(Duration.ofDays(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0m", "5", "5s", "-1h", "99999d", "1M"})
    void anythingElseIsRefusedByName(String bucket) {
        assertThatThrownBy(() -> SeriesQuery.read(Map.of("bucket", bucket)::get, NOW))
                .isInstanceOf(BadParameterException.class)
                .hasMessageContaining("bucket");
    }

    @Test
    void soManyBucketsThatNobodyCouldReadThemAreRefused() {
        Map<String, String> fit = Map.of("bucket", "1m", "from", "2026-11-19T02:40:00Z");
        Map<String, String> tooMany = Map.of("bucket", "1m", "from", "2026-11-19T02:39:00Z");

        assertThat(SeriesQuery.read(fit::get, NOW).bucket()).isEqualTo(Duration.ofMinutes(1));
        assertThatThrownBy(() -> SeriesQuery.read(tooMany::get, NOW))
                .isInstanceOf(BadParameterException.class)
                .hasMessageContaining("bucket");
    }
}
