package io.github.openrouterproxy.dao;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.figures.Figures;
import io.github.openrouterproxy.dao.figures.Figures.Spread;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeState;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Figures by a look at each exchange, to compare others with. */
final class ScannedFigures {
    private ScannedFigures() {}

    static boolean matches(Exchange row, Scope scope, ExchangeFilter filter) {
        String user = row.user() == null ? null : row.user().fingerprint();
        Instant received = row.timing().received();
        return (!(scope instanceof Scope.OwnedBy owner) || owner.fingerprint().equals(user))
                && (filter.user() == null || filter.user().equals(user))
                && (filter.method() == null
                        || filter.method().equals(row.request().method()))
                && (filter.model() == null
                        || filter.model().equals(row.understanding().model()))
                && (filter.stream() == null || filter.stream() == row.understanding().stream())
                && (filter.from() == null || !received.isBefore(filter.from()))
                && (filter.to() == null || received.isBefore(filter.to()))
                && (filter.status() == null || matches(row, filter.status()));
    }

    private static boolean matches(Exchange row, StatusFilter filter) {
        int status = status(row);
        if (filter instanceof StatusFilter.Exactly exactly) {
            return status == exactly.status();
        }
        if (filter instanceof StatusFilter.HundredsOf hundreds) {
            return status / 100 == hundreds.hundreds();
        }
        return filter instanceof StatusFilter.Failed ? failed(row) : isRunning(row);
    }

    /** Sums and counts exactly, percentiles within 1 %. */
    static void assertSame(String asked, Figures figures, List<Exchange> rows) {
        long running = count(rows, ScannedFigures::isRunning);
        long failed = count(rows, ScannedFigures::failed);
        long succeeded = count(rows, row -> !isRunning(row) && !failed(row));
        assertThat(figures.total()).as(asked).isEqualTo(rows.size());
        assertThat(figures.inFlight()).as(asked).isEqualTo(running);
        assertThat(figures.failed()).as(asked).isEqualTo(failed);
        assertThat(figures.clientErrors()).as(asked).isEqualTo(count(rows, row -> status(row) / 100 == 4));
        assertThat(figures.successRate())
                .as(asked)
                .isEqualTo(rows.size() == running ? null : (Double) (100.0 * succeeded / (rows.size() - running)));
        assertSpread(
                asked + " duration",
                figures.duration(),
                times(rows, row -> row.timing().finished()));
        assertSpread(
                asked + " first token",
                figures.firstToken(),
                times(rows, row -> row.understanding().firstToken()));
        assertThat(figures.tokens().prompt()).as(asked).isEqualTo(sum(rows, TokenUsage::prompt));
        assertThat(figures.tokens().completion()).as(asked).isEqualTo(sum(rows, TokenUsage::completion));
        assertThat(figures.tokens().total()).as(asked).isEqualTo(sum(rows, TokenUsage::total));
        assertThat(figures.tokens().cached()).as(asked).isEqualTo(sum(rows, TokenUsage::cached));
        assertThat(figures.tokens().cacheWrite()).as(asked).isEqualTo(sum(rows, TokenUsage::cacheWrite));
        assertThat(figures.tokens().reasoning()).as(asked).isEqualTo(sum(rows, TokenUsage::reasoning));
        assertThat(figures.cost().nanos()).as(asked).isEqualTo(sum(rows, TokenUsage::costNanos));
        assertThat(figures.cost().computedNanos())
                .as(asked)
                .isEqualTo(sum(rows, usage -> usage.cost().source() == Source.COMPUTED ? usage.costNanos() : null));
        assertThat(figures.tokensPerSecond()).as(asked).isEqualTo(tokensPerSecond(rows));
    }

    private static void assertSpread(String asked, Spread spread, List<Duration> sorted) {
        if (sorted.isEmpty()) {
            assertThat(spread).as(asked).isEqualTo(Spread.NONE);
            return;
        }
        double micros = sorted.stream().mapToLong(time -> time.toNanos() / 1000).sum();
        assertThat(spread.mean()).as(asked).isEqualTo(Duration.ofNanos(Math.round(micros / sorted.size()) * 1000));
        assertNear(asked + " p50", spread.p50(), sorted, 50);
        assertNear(asked + " p95", spread.p95(), sorted, 95);
        assertNear(asked + " p99", spread.p99(), sorted, 99);
    }

    private static void assertNear(String asked, @Nullable Duration value, List<Duration> sorted, int percent) {
        Duration exact = sorted.get((sorted.size() * percent + 99) / 100 - 1);
        assertThat(value).as(asked).isNotNull().isCloseTo(exact, exact.dividedBy(100));
    }

    private static List<Duration> times(List<Exchange> rows, Function<Exchange, @Nullable Duration> time) {
        return rows.stream().map(time).filter(Objects::nonNull).sorted().toList();
    }

    private static @Nullable Long sum(List<Exchange> rows, Function<TokenUsage, @Nullable Long> kind) {
        List<Long> known = rows.stream()
                .map(row -> kind.apply(row.understanding().usage()))
                .filter(Objects::nonNull)
                .toList();
        return known.isEmpty()
                ? null
                : (Long) known.stream().mapToLong(Long::longValue).sum();
    }

    private static @Nullable Double tokensPerSecond(List<Exchange> rows) {
        long tokens = 0;
        long micros = 0;
        for (Exchange row : rows) {
            Long completion = row.understanding().usage().completion();
            Duration firstToken = row.understanding().firstToken();
            Duration finished = row.timing().finished();
            if (completion != null && firstToken != null && finished != null && finished.compareTo(firstToken) > 0) {
                tokens += completion;
                micros += finished.minus(firstToken).toNanos() / 1000;
            }
        }
        return micros == 0 ? null : (Double) (1e6 * tokens / micros);
    }

    private static long count(List<Exchange> rows, java.util.function.Predicate<Exchange> which) {
        return rows.stream().filter(which).count();
    }

    private static boolean isRunning(Exchange row) {
        return row.state() == ExchangeState.IN_FLIGHT;
    }

    private static boolean failed(Exchange row) {
        return row.error() != null || row.state() == ExchangeState.INTERRUPTED || status(row) >= 400;
    }

    private static int status(Exchange row) {
        return row.response() == null ? 0 : row.response().status();
    }
}
