package io.github.openrouterproxy.recorder.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.dao.LookedUp;
import io.github.openrouterproxy.dao.SampleExchange;
import io.github.openrouterproxy.exchange.Attempt;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost;
import io.github.openrouterproxy.exchange.Understanding;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LookupsTest {
    private static final Credential KEY = new Credential("sk-or-v1-alice");
    private static final ExchangeId ID = SampleExchange.number(1).build().id();
    private static final Outcome CUT = new Outcome.ClientDisconnected();
    private static final TokenUsage TOLD = new TokenUsage(1L, 2L, 3L, null, null, null)
            .costing(new Cost(40L, null, null, null, Cost.Source.LOOKED_UP));

    private final Later executor = new Later();
    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private final InstantSource clock = () -> now;
    private final List<LookedUp> written = new ArrayList<>();
    private @Nullable Throwable failure;
    private final List<String> asked = new ArrayList<>();
    private int woken;
    private Optional<TokenUsage> answer = Optional.empty();
    private final Lookups lookups =
            new Lookups(new PriceBook(() -> Optional.of(Map.of()), Runnable::run, clock), this::ask, executor, clock);

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void aCutStreamIsAskedForWithItsOwnKeyAndTheAnswerWaitsForTheWriter() {
        lookups.wakeBy(() -> woken++);
        end(CUT, KEY, "gen-1", TokenUsage.UNKNOWN);
        assertThat(lookups.isUnsettled()).isFalse();
        answer = Optional.of(TOLD);
        executor.runNext();

        assertThat(asked).containsExactly("gen-1 sk-or-v1-alice");
        assertThat(lookups.isUnsettled()).isTrue();
        assertThat(woken).isEqualTo(1);
    }

    @Test
    void anAnswerThatIsNotThereYetIsAskedForThreeTimesAndThenNoMore() {
        end(CUT, KEY, "gen-1", TokenUsage.UNKNOWN);
        for (int i = 0; i < 3; i++) {
            executor.runNext();
        }

        assertThat(executor.waits).containsExactly(3_000L, 10_000L, 30_000L);
        assertThat(executor.tasks).isEmpty();
        assertThat(asked).hasSize(3);
    }

    @Test
    void whatToldItsCostEndedInOrderOrIsNotOfOpenRouterIsNotAskedFor() {
        end(new Outcome.Completed(), KEY, "gen-1", TokenUsage.UNKNOWN);
        end(CUT, null, "gen-1", TokenUsage.UNKNOWN);
        end(CUT, KEY, null, TokenUsage.UNKNOWN);
        end(CUT, KEY, "chatcmpl-1", TokenUsage.UNKNOWN);
        end(CUT, KEY, "gen-1&key=../../x", TokenUsage.UNKNOWN);
        end(CUT, KEY, "gen-1", new TokenUsage(1L, 2L, 3L, null, null, 0L));

        assertThat(executor.tasks).isEmpty();
    }

    @Test
    void anUpstreamThatNeverTellsIsLeftAlone() {
        for (int i = 0; i < 5; i++) {
            end(CUT, KEY, "gen-" + i, TokenUsage.UNKNOWN);
        }
        runAll();
        end(CUT, KEY, "gen-6", TokenUsage.UNKNOWN);

        assertThat(asked).hasSize(15);
        assertThat(executor.tasks).isEmpty();
    }

    @Test
    void anAnswerThatIsNotAStreamIsNotAskedFor() {
        end(CUT, KEY, "gen-1", TokenUsage.UNKNOWN, false);

        assertThat(executor.tasks).isEmpty();
    }

    @Test
    void oneAnswerShowsThatTheUpstreamTellsWhateverSomebodysCallsAreNotTold() {
        for (int i = 0; i < 20; i++) {
            answer = i == 4 ? Optional.of(TOLD) : Optional.empty();
            end(CUT, KEY, "gen-" + i, TokenUsage.UNKNOWN);
            runAll();
        }
        end(CUT, KEY, "gen-20", TokenUsage.UNKNOWN);

        assertThat(executor.tasks).hasSize(1);
    }

    @Test
    void whoIsLeftAloneIsAskedAgainAfterAnHour() {
        for (int i = 0; i < 5; i++) {
            end(CUT, KEY, "gen-" + i, TokenUsage.UNKNOWN);
        }
        runAll();
        now = now.plus(Duration.ofMinutes(60));
        end(CUT, KEY, "gen-6", TokenUsage.UNKNOWN);

        assertThat(executor.tasks).hasSize(1);
    }

    @Test
    void answersAreWrittenOnceAndMakeRoomForMore() {
        answer = Optional.of(TOLD);
        for (int i = 0; i < 500; i++) {
            end(CUT, KEY, "gen-" + i, TokenUsage.UNKNOWN);
        }
        runAll();
        while (lookups.isUnsettled()) {
            lookups.settle(writer());
        }
        assertThat(written).hasSize(500).containsOnly(new LookedUp(ID, TOLD));
        for (int i = 0; i < 600; i++) {
            end(CUT, KEY, "gen-" + i, TokenUsage.UNKNOWN);
        }

        assertThat(executor.tasks).hasSize(500);
    }

    @Test
    void whatIsAskedInVainMakesRoomToo() {
        for (int i = 0; i < 500; i++) {
            end(CUT, KEY, "gen-" + i, TokenUsage.UNKNOWN);
        }
        runAll();
        now = now.plus(Duration.ofHours(1));
        for (int i = 0; i < 600; i++) {
            end(CUT, KEY, "gen-" + i, TokenUsage.UNKNOWN);
        }

        assertThat(executor.tasks).hasSize(500);
    }

    @Test
    void whatTheDatabaseDoesNotTakeIsWrittenLater() {
        answer = Optional.of(TOLD);
        end(CUT, KEY, "gen-1", TokenUsage.UNKNOWN);
        runAll();
        failure = new NoClassDefFoundError("of the test");
        assertThat(lookups.settle(writer())).isEmpty();
        now = now.plusSeconds(5);
        failure = new DatabaseException("database is locked");
        assertThat(lookups.settle(writer())).isEmpty();
        failure = null;

        assertThat(lookups.isUnsettled()).as("at once").isFalse();
        lookups.settle(writer());
        assertThat(written).isEmpty();
        now = now.plusSeconds(5);
        assertThat(lookups.isUnsettled()).as("after a while").isTrue();
        assertThat(lookups.settle(writer())).containsExactly(TOLD);
        assertThat(written).containsExactly(new LookedUp(ID, TOLD));
        assertThat(lookups.isUnsettled()).isFalse();
    }

    @Test
    void theWriterIsWokenForWhatTheDatabaseDidNotTake() {
        AtomicInteger woken = new AtomicInteger();
        lookups.wakeBy(woken::incrementAndGet);
        answer = Optional.of(TOLD);
        end(CUT, KEY, "gen-1", TokenUsage.UNKNOWN);
        runAll();
        failure = new DatabaseException("database is locked");
        assertThat(lookups.settle(writer())).isEmpty();

        assertThat(executor.waits).endsWith(5_000L);
        executor.runNext();
        assertThat(woken).hasValue(2);
    }

    @Test
    void noMoreThanSoManyWait() {
        for (int i = 0; i < 600; i++) {
            end(CUT, KEY, "gen-" + i, TokenUsage.UNKNOWN);
        }

        assertThat(executor.tasks).hasSize(500);
    }

    private void runAll() {
        while (!executor.tasks.isEmpty()) {
            executor.runNext();
        }
    }

    /** A writer of what was looked up, and of nothing else. */
    private ExchangeWriteDao writer() {
        return (ExchangeWriteDao) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ExchangeWriteDao.class}, (proxy, method, arguments) -> {
                    if (failure != null) {
                        throw failure;
                    }
                    assertThat(method.getName()).isEqualTo("complete");
                    List<LookedUp> answers = ((List<?>) arguments[0])
                            .stream().map(LookedUp.class::cast).toList();
                    written.addAll(answers);
                    return answers.stream().map(LookedUp::usage).toList();
                });
    }

    private void end(Outcome outcome, @Nullable Credential key, @Nullable String generation, TokenUsage usage) {
        end(outcome, key, generation, usage, true);
    }

    private void end(
            Outcome outcome, @Nullable Credential key, @Nullable String generation, TokenUsage usage, boolean stream) {
        Exchange sample = SampleExchange.number(1).build();
        CapturedExchange call = new CapturedExchange(
                sample.id(),
                sample.request(),
                key,
                sample.requestBody(),
                sample.response(),
                sample.responseBody(),
                sample.pieces(),
                sample.timing(),
                List.<Attempt>of(),
                outcome);
        Understanding understood = new Understanding("m", "m", null, stream, null, null, generation, null, usage);
        assertThat(lookups.of(call, understood)).isEqualTo(understood);
    }

    private Optional<TokenUsage> ask(String generationId, Credential key) {
        asked.add(generationId + " " + key.value());
        return answer;
    }

    /** Runs what was scheduled when the test says so. */
    private static final class Later extends ScheduledThreadPoolExecutor {
        private final Deque<Runnable> tasks = new ArrayDeque<>();
        private final List<Long> waits = new ArrayList<>();

        Later() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            tasks.add(command);
            waits.add(unit.toMillis(delay));
            return super.schedule(() -> {}, Duration.ofDays(1).toMillis(), TimeUnit.MILLISECONDS);
        }

        void runNext() {
            tasks.remove().run();
        }
    }
}
