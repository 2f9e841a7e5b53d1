package io.github.openrouterproxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeIdTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00.123Z");

    @Test
    void ordersAsTextAsItOrdersInTime() {
        ExchangeId earlier = ExchangeId.atOrAfter(NOON);
        ExchangeId later = ExchangeId.atOrAfter(NOON.plusMillis(1));

        assertThat(earlier).isLessThan(later);
        assertThat(earlier.toString()).isLessThan(later.toString()).hasSize(16);
    }

    @Test
    void tellsWhenItsExchangeWasReceived() {
        assertThat(ExchangeId.atOrAfter(NOON).received()).isEqualTo(NOON);
    }

    @Test
    void readsWhatItWrote() {
        ExchangeId id = ExchangeId.atOrAfter(NOON);

        assertThat(ExchangeId.parse(id.toString())).contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "019a3f5c7b00000g",
                "019A3F5C7B000000",
                "ffffffffffffffff",
                " 19a3f5c7b000000",
                "019a3f5c7b0000000"
            })
    void readsNothingElse(String text) {
        assertThat(ExchangeId.parse(text)).isEmpty();
    }

    @Test
    void growsWithinAMillisecondAndWhenTheClockStepsBack() {
        ExchangeIds ids = new ExchangeIds(Clock.fixed(NOON, ZoneOffset.UTC), 0);
        ExchangeId first = ids.next();

        assertThat(ids.next()).isGreaterThan(first);

        long stored = ExchangeId.atOrAfter(NOON.plusSeconds(60)).value();
        assertThat(new ExchangeIds(Clock.fixed(NOON, ZoneOffset.UTC), stored).next())
                .isEqualTo(new ExchangeId(stored + 1));
    }
}
