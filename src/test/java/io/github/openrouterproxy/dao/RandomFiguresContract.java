package io.github.openrouterproxy.dao;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.figures.Bucket;
import io.github.openrouterproxy.dao.figures.KeyFigures;
import io.github.openrouterproxy.dao.figures.ModelFigures;
import io.github.openrouterproxy.dao.figures.Overview;
import io.github.openrouterproxy.dao.figures.UserFigures;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Figures of whatever happened to the exchanges are those of a look at each of them: after calls began, ended, were
 * understood otherwise, removed, interrupted, after the figures were made anew, and after the database failed in the
 * middle of any of this.
 */
public abstract class RandomFiguresContract extends DaoContract {
    private static final long SEED = Long.getLong("figures.seed", 20_261_125L);
    private static final int ROUNDS = Integer.getInteger("figures.rounds", 12);
    private static final int QUESTIONS = 40;
    private static final List<Duration> WIDTHS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofDays(1));

    private final Random random = new Random(SEED);
    private final RandomExchanges exchanges = new RandomExchanges(random);
    private final TreeMap<ExchangeId, Exchange> rows = new TreeMap<>();
    private int failures;

    /** Lets the database make its figures anew. */
    protected abstract void makeAnew();

    /**
     * Runs a change while the database fails at some point of it, whichever that is, or only seems to; what the change
     * throws comes through.
     */
    protected abstract void failing(Random where, Runnable change);

    @Test
    void figuresAreThoseOfAFullScanWhateverHappened() {
        for (int round = 0; round < ROUNDS; round++) {
            for (int step = 0; step < 6; step++) {
                change();
            }
            for (int question = 0; question < QUESTIONS; question++) {
                compare("seed " + SEED + ", round " + round + ", question " + question);
            }
        }
        assertThat(failures).as("changes that failed").isPositive();
    }

    private void change() {
        switch (random.nextInt(10)) {
            case 0 -> {
                int removed = writer().deleteOldest(random.nextInt(30));
                rows.values().stream()
                        .filter(row -> !RandomExchanges.isRunning(row))
                        .limit(removed)
                        .map(Exchange::id)
                        .toList()
                        .forEach(rows::remove);
            }
            case 1 -> rewrite(row -> !RandomExchanges.isRunning(row));
            case 2 -> rewrite(RandomExchanges::isRunning);
            case 3 -> {
                writer().markInterrupted();
                rows.replaceAll((id, row) -> RandomExchanges.interrupted(row));
            }
            case 4 -> makeAnew();
            case 5 -> lookUp();
            case 6, 7 -> failing();
            default -> write(exchanges.some(1 + random.nextInt(120)));
        }
    }

    /** All of it happens or nothing, to rows, figures and their number alike. */
    private void failing() {
        try {
            failing(random, this::change);
        } catch (DatabaseException e) {
            failures++;
        }
        while (writer().takeIntoFigures(37)) {}
        assertThat(writer().countEnded())
                .isEqualTo(rows.values().stream()
                        .filter(row -> !RandomExchanges.isRunning(row))
                        .count());
    }

    private void write(List<Exchange> batch) {
        writer().write(batch);
        batch.forEach(exchange -> rows.put(exchange.id(), exchange));
    }

    /** Ends them, or understands them otherwise. */
    private void rewrite(Predicate<Exchange> which) {
        List<Exchange> chosen = rows.values().stream()
                .filter(which)
                .filter(row -> random.nextInt(3) == 0)
                .limit(100)
                .map(exchanges::again)
                .toList();
        if (!chosen.isEmpty()) {
            write(chosen);
        }
    }

    /** The upstream tells afterwards what some calls used. */
    private void lookUp() {
        List<Exchange> chosen = rows.values().stream()
                .filter(row -> !RandomExchanges.isRunning(row))
                .filter(row -> row.understanding().usage().costNanos() == null)
                .filter(row -> random.nextInt(3) == 0)
                .limit(100)
                .toList();
        TokenUsage told = new TokenUsage(null, (long) random.nextInt(10_000), null, null, null, null)
                .costing(new Cost((long) random.nextInt(10_000), null, null, null, Cost.Source.LOOKED_UP));
        writer().complete(
                        chosen.stream().map(row -> new LookedUp(row.id(), told)).toList());
        chosen.forEach(row -> {
            Exchange completed = exchanges().find(EVERYONE, row.id()).orElseThrow();
            TokenUsage before = row.understanding().usage();
            TokenUsage after = completed.understanding().usage();
            assertThat(after.completion()).isEqualTo(told.completion());
            assertThat(after.cost()).isEqualTo(told.cost());
            assertThat(after.prompt()).isEqualTo(before.prompt());
            assertThat(after.total()).isEqualTo(before.total());
            rows.put(row.id(), completed);
        });
    }

    private void compare(String description) {
        Scope scope = random.nextInt(3) == 0 ? new Scope.OwnedBy(exchanges.user()) : EVERYONE;
        ExchangeFilter filter = filter();
        Instant now = exchanges.moment();
        List<Exchange> matching = matching(scope, filter);
        String asked = description + ": " + scope + " " + filter;

        Stats stats = stats().stats(scope, filter, now);

        assertThat(stats.complete()).as(asked).isTrue();
        ScannedFigures.assertSame(asked, stats.figures(), matching);
        assertThat(stats.recent())
                .as(asked)
                .isEqualTo(matching.stream()
                        .filter(row -> !row.timing().received().isBefore(now.minusSeconds(600)))
                        .count());
        compareModels(asked, stats().models(scope, filter).rows(), matching);
        compareUsers(asked, stats().users(scope, filter).rows(), matching);
        Duration width = WIDTHS.get(random.nextInt(WIDTHS.size()));
        compareSeries(
                asked + " by " + width, stats().series(scope, filter, width).rows(), width, matching);
        assertThat(stats().overview(scope, filter, width, now))
                .as(asked)
                .isEqualTo(new Overview(
                        stats.figures(),
                        stats.recent(),
                        true,
                        stats().series(scope, filter, width).rows(),
                        stats().models(scope, filter).rows(),
                        stats().users(scope, filter).rows().stream()
                                .map(user -> new KeyFigures(user.user(), user.figures()))
                                .toList()));
    }

    private static void compareModels(String asked, List<ModelFigures> models, List<Exchange> matching) {
        Map<String, List<Exchange>> expected =
                matching.stream().collect(Collectors.groupingBy(RandomFiguresContract::model));
        assertThat(models).as(asked).hasSameSizeAs(expected.keySet());
        models.forEach(model -> ScannedFigures.assertSame(
                asked + " " + model.model(),
                model.figures(),
                expected.getOrDefault(Objects.requireNonNullElse(model.model(), ""), List.of())));
    }

    private static void compareUsers(String asked, List<UserFigures> users, List<Exchange> matching) {
        Map<String, List<Exchange>> expected =
                matching.stream().collect(Collectors.groupingBy(RandomFiguresContract::user));
        assertThat(users).as(asked).hasSameSizeAs(expected.keySet());
        users.forEach(user -> ScannedFigures.assertSame(
                asked + " " + user.user(),
                user.figures(),
                expected.getOrDefault(user.user() == null ? "" : user.user().fingerprint(), List.of())));
    }

    private static void compareSeries(String asked, List<Bucket> series, Duration width, List<Exchange> matching) {
        Map<Instant, List<Exchange>> expected = new TreeMap<>(matching.stream()
                .collect(Collectors.groupingBy(row -> Instant.ofEpochSecond(
                        row.timing().received().getEpochSecond() / width.toSeconds() * width.toSeconds()))));
        assertThat(series).as(asked).extracting(Bucket::start).containsExactlyElementsOf(expected.keySet());
        series.forEach(bucket -> {
            List<Exchange> its = expected.getOrDefault(bucket.start(), List.of());
            ScannedFigures.assertSame(asked + " " + bucket.start(), bucket.figures(), its);
            compareModels(asked + " " + bucket.start(), bucket.models(), its);
        });
    }

    private ExchangeFilter filter() {
        Instant one = exchanges.moment();
        Instant other = random.nextInt(4) == 0 ? one.plusSeconds(random.nextInt(200)) : exchanges.moment();
        boolean inOrder = one.isBefore(other);
        return new ExchangeFilter(
                null,
                random.nextInt(4) == 0 ? exchanges.user() : null,
                random.nextInt(10) == 0 ? "POST" : null,
                null,
                random.nextInt(4) == 0 ? exchanges.model() : null,
                status(),
                random.nextInt(10) == 0 ? random.nextBoolean() : null,
                random.nextInt(4) == 0 ? null : inOrder ? one : other,
                random.nextInt(4) == 0 ? null : inOrder ? other : one,
                null);
    }

    private @Nullable StatusFilter status() {
        return switch (random.nextInt(10)) {
            case 0 -> new StatusFilter.Exactly(200);
            case 1 -> new StatusFilter.HundredsOf(4);
            case 2 -> new StatusFilter.Failed();
            case 3 -> new StatusFilter.InFlight();
            default -> null;
        };
    }

    private List<Exchange> matching(Scope scope, ExchangeFilter filter) {
        List<Exchange> matching = new ArrayList<>();
        for (Exchange row : rows.values()) {
            if (ScannedFigures.matches(row, scope, filter)) {
                matching.add(row);
            }
        }
        return matching;
    }

    private static String model(Exchange row) {
        return Objects.requireNonNullElse(row.understanding().model(), "");
    }

    private static String user(Exchange row) {
        return row.user() == null ? "" : row.user().fingerprint();
    }
}
