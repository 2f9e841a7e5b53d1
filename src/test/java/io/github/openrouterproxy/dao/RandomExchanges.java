package io.github.openrouterproxy.dao;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.ExchangeState;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost;
import io.github.openrouterproxy.exchange.Understanding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Exchanges of a few days, by chance. */
final class RandomExchanges {
    private static final Instant FIRST = Instant.parse("2026-11-18T21:17:00Z");
    private static final List<String> MODELS = List.of("openai/gpt-5", "anthropic/claude", "deepseek/v4");
    private static final List<String> USERS = List.of("alice", "bob", "carol");
    private static final List<Cost.Source> SOURCES = List.of(Cost.Source.values());
    private static final int[] STATUSES = {200, 200, 200, 200, 201, 400, 429, 500, 502};

    private final Random random;
    private final List<Instant> times = new ArrayList<>();
    private Instant latest = FIRST;
    private int number;

    RandomExchanges(Random random) {
        this.random = random;
    }

    String user() {
        return USERS.get(random.nextInt(USERS.size()));
    }

    String model() {
        return MODELS.get(random.nextInt(MODELS.size()));
    }

    /** Where something happened or not long before, often a little before the latest; now and then a whole hour. */
    Instant moment() {
        if (times.isEmpty()) {
            return FIRST;
        }
        Instant time = times.get(random.nextInt(times.size()));
        return switch (random.nextInt(4)) {
            case 0 -> latest.minusMillis(random.nextInt(600_000));
            case 1 -> Instant.ofEpochSecond(time.getEpochSecond() / 3600 * 3600);
            case 2 -> time.plusMillis(random.nextInt(200_000));
            default -> time;
        };
    }

    /** In the order of their time, with pauses now and then. */
    List<Exchange> some(int count) {
        latest = latest.plusSeconds(random.nextInt(4) == 0 ? random.nextInt(40_000) : random.nextInt(60));
        return Stream.generate(this::next).limit(count).toList();
    }

    /** The same, ended and understood by chance. */
    Exchange again(Exchange exchange) {
        return sample(
                exchange.id().value(),
                exchange.request().method(),
                exchange.timing().received(),
                user(exchange),
                true);
    }

    static boolean isRunning(Exchange exchange) {
        return exchange.state() == ExchangeState.IN_FLIGHT;
    }

    /** What becomes of those in flight when the process dies. */
    static Exchange interrupted(Exchange row) {
        return !isRunning(row)
                ? row
                : new Exchange(
                        row.id(),
                        ExchangeState.INTERRUPTED,
                        row.request(),
                        row.authorization(),
                        row.user(),
                        row.requestBody(),
                        row.response(),
                        row.responseBody(),
                        row.pieces(),
                        row.timing(),
                        row.attempts(),
                        "interrupted",
                        row.understanding());
    }

    private Exchange next() {
        latest = latest.plusMillis(random.nextInt(2_000));
        times.add(latest);
        long id = ExchangeId.atOrAfter(latest).value() + ++number % 1000;
        String user = random.nextInt(10) == 0 ? null : user();
        return sample(id, random.nextInt(5) == 0 ? "GET" : "POST", latest, user, random.nextInt(6) > 0);
    }

    private Exchange sample(long id, String method, Instant received, @Nullable String user, boolean ended) {
        SampleExchange sample = SampleExchange.number(0);
        Integer status = random.nextInt(12) == 0 ? null : (Integer) STATUSES[random.nextInt(STATUSES.length)];
        Duration finished = micros(60_000_000);
        return new SampleExchange(
                        id,
                        ended ? ExchangeState.FINISHED : ExchangeState.IN_FLIGHT,
                        method,
                        sample.path(),
                        user,
                        Body.EMPTY,
                        ended ? status : null,
                        Body.EMPTY,
                        received,
                        ended ? finished : null,
                        ended && (status == null || random.nextInt(20) == 0) ? "broke off" : null,
                        ended ? understanding() : Understanding.NOTHING)
                .build();
    }

    private Understanding understanding() {
        boolean stream = random.nextBoolean();
        String model = random.nextInt(8) == 0 ? null : model();
        Cost.Source source = SOURCES.get(random.nextInt(SOURCES.size()));
        Cost cost = random.nextInt(3) == 0 ? Cost.UNKNOWN : new Cost(tokens(), null, null, null, source);
        TokenUsage usage = new TokenUsage(
                tokens(), tokens(), tokens(), tokens(), tokens(), tokens(), null, null, null, null, cost);
        return new Understanding(
                model, model, null, stream, stream ? micros(5_000_000) : null, null, null, null, usage);
    }

    private @Nullable Long tokens() {
        return random.nextInt(4) == 0 ? null : (Long) (long) random.nextInt(100_000);
    }

    /** As times of calls are: many short ones, few long ones. */
    private Duration micros(int most) {
        return Duration.ofNanos(1000 * (long) Math.pow(most, random.nextDouble()));
    }

    private static @Nullable String user(Exchange exchange) {
        return exchange.user() == null ? null : exchange.user().fingerprint();
    }
}
