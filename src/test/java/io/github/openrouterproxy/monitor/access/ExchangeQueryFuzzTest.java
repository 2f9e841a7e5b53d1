package io.github.openrouterproxy.monitor.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.testing.Fuzz;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExchangeQueryFuzzTest {
    private static final List<String> WORDS = List.of(
            "2026-11-01T14:03:00Z",
            "+999999999-12-31T23:59:59Z",
            "200",
            "5xx",
            "99999999999999999",
            "99999999999999999999",
            "\u0663",
            "-",
            "true",
            "0123456789abcdef",
            "ffffffffffffffff",
            "7FFFFFFFFFFFFFFF");

    @Test
    void everyParameterIsUnderstoodOrRefusedByItsName() {
        List<String> names = new ArrayList<>(ExchangeQuery.FILTER_PARAMETERS);
        names.addAll(List.of("page", "page_size", "cursor"));
        Fuzz.rounds(fuzz -> {
            String name = fuzz.oneOf(names);
            String value = fuzz.number(2) == 0 ? fuzz.oneOf(WORDS) : fuzz.text(WORDS);
            try {
                ExchangeFilter filter = ExchangeQuery.read(asked -> asked.equals(name) ? value : null, 20)
                        .filter();
                assertThat(Stream.of(filter.from(), filter.to()).filter(Objects::nonNull))
                        .allMatch(time -> Math.abs(time.toEpochMilli()) < Long.MAX_VALUE / 1000);
            } catch (BadParameterException e) {
                assertThat(e).hasMessageContaining(name);
            }
        });
    }
}
