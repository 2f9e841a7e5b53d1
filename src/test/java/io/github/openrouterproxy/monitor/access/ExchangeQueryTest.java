package io.github.openrouterproxy.monitor.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.PageRequest;
import io.github.openrouterproxy.dao.StatusFilter;
import io.github.openrouterproxy.exchange.ExchangeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExchangeQueryTest {
    @Test
    void anAddressWithoutParametersAsksForTheFirstPageOfAll() {
        assertThat(read(Map.of())).isEqualTo(new ExchangeQuery(ExchangeFilter.ALL, new PageRequest(1, 20, null)));
    }

    @Test
    void blankParametersAreLikeAbsentOnes() {
        assertThat(read(Map.of("search", "", "status", " ", "page", ""))).isEqualTo(read(Map.of()));
    }

    @Test
    void everyCriterionIsUnderstood() {
        ExchangeQuery query = read(Map.of(
                "search", "100% \"你好\" _*",
                "user", "0123456789abcdef0123456789abcdef",
                "method", "post",
                "path", "/chat",
                "model", "openai/gpt-4o",
                "status", "4xx",
                "stream", "true",
                "from", "2026-11-01T14:00:00+08:00",
                "to", "2026-11-01T07:00:00Z",
                "min_duration_ms", "1500"));

        assertThat(query.filter())
                .isEqualTo(new ExchangeFilter(
                        "100% \"你好\" _*",
                        "0123456789abcdef0123456789abcdef",
                        "POST",
                        "/chat",
                        "openai/gpt-4o",
                        new StatusFilter.HundredsOf(4),
                        true,
                        Instant.parse("2026-11-01T06:00:00Z"),
                        Instant.parse("2026-11-01T07:00:00Z"),
                        Duration.ofMillis(1500)));
    }

    @Test
    void everyWayToNameAStatusIsUnderstood() {
        assertThat(read(Map.of("status", "429")).filter().status()).isEqualTo(new StatusFilter.Exactly(429));
        assertThat(read(Map.of("status", "error")).filter().status()).isEqualTo(new StatusFilter.Failed());
        assertThat(read(Map.of("status", "in_flight")).filter().status()).isEqualTo(new StatusFilter.InFlight());
    }

    @Test
    void aPageIsAskedForByNumberOrByCursor() {
        assertThat(read(Map.of("page", "7", "page_size", "200", "cursor", "1a206654caa00041"))
                        .page())
                .isEqualTo(new PageRequest(
                        7, 200, ExchangeId.parse("1a206654caa00041").orElseThrow()));
    }

    @ParameterizedTest
    @CsvSource({
        "page,0",
        "page,١",
        "page,+1",
        "min_duration_ms,١",
        "page,-1",
        "page,x",
        "page,99999999999",
        "page_size,201",
        "page_size,0",
        "status,999",
        "status,6xx",
        "status,ok",
        "stream,yes",
        "from,yesterday",
        "to,2026-13-01T00:00:00Z",
        "to,+999999999-12-31T23:59:59-18:00",
        "from,-0001-01-01T00:00:00Z",
        "from,0000-12-31T23:59:59Z",
        "min_duration_ms,-1",
        "user,me",
        "method,GET POST",
        "cursor,zzz"
    })
    void whatCannotBeUnderstoodIsNamed(String name, String value) {
        assertThatThrownBy(() -> read(Map.of(name, value)))
                .isInstanceOf(BadParameterException.class)
                .hasMessageStartingWith(name + " must be ");
    }

    private static ExchangeQuery read(Map<String, String> parameters) {
        return ExchangeQuery.read(parameters::get, 20);
    }
}
