package io.github.openrouterproxy.monitor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.dao.audit.AuditEntry;
import io.github.openrouterproxy.monitor.login.Logins;
import io.github.openrouterproxy.testing.logs.Heard;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom a database keeps waiting that answers again. */
final class AuditWriterTest {
    private static final Set<Thread.State> AT_THE_LOCK_OR_ENDED = Set.of(Thread.State.BLOCKED, Thread.State.TERMINATED);

    private final Logins.InMemoryAudit entries = new Logins.InMemoryAudit();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private Executor executor = waiting::add;
    private final AuditWriter writer = new AuditWriter(entries, () -> Instant.EPOCH, task -> executor.execute(task));

    @Test
    @Timeout(60)
    void whatIsWrittenJustWhenPatienceEndsIsSaidToBeMissingNeitherThenNorLater() throws InterruptedException {
        try (Heard log = Heard.from(AuditWriter.class)) {
            Thread adding = new Thread(() -> writer.write(entry("first")));
            synchronized (writer) {
                adding.start();
                while (!AT_THE_LOCK_OR_ENDED.contains(adding.getState())) {
                    Thread.onSpinWait();
                }
                waiting.remove().run();
            }
            adding.join();
            executor = Runnable::run;
            writer.write(entry("second"));

            assertThat(log.lines()).isEmpty();
        }
        assertThat(entries.all()).extracting(AuditEntry::who).containsExactly("first", "second");
    }

    @Test
    void onceTheDatabaseAnswersAgainWhoeverAddsWaitsAgainAndNothingIsSaid() {
        try (Heard log = Heard.from(AuditWriter.class)) {
            writer.write(entry("late"));
            writer.write(entry("behind it"));
            assertThat(log.lines()).hasSize(2).allMatch(line -> line.startsWith("Not in the audit yet: login by "));
            while (!waiting.isEmpty()) {
                waiting.remove().run();
            }
            log.lines().clear();

            executor = Runnable::run;
            writer.write(entry("after it"));

            assertThat(log.lines()).isEmpty();
        }
        assertThat(entries.all()).extracting(AuditEntry::who).containsExactly("late", "behind it", "after it");
    }

    @Test
    @Timeout(60)
    void nobodyWaitsUntilTheAuditIsShortened() throws InterruptedException {
        executor = Runnable::run;
        for (int i = 1; i < 1_000; i++) {
            writer.write(entry("one of many"));
        }
        CountDownLatch added = new CountDownLatch(1);
        entries.whenPruned(() -> awaited(added));
        Thread[] shortening = new Thread[1];
        executor = task -> {
            shortening[0] = new Thread(task);
            shortening[0].start();
        };
        try (Heard log = Heard.from(AuditWriter.class)) {
            writer.write(entry("the thousandth"));
            added.countDown();
            shortening[0].join();

            assertThat(log.lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("surprises")
    void whatCannotBeWrittenIsInTheLogWhateverTheReasonAndShorteningGoesOn(Throwable surprise) {
        executor = Runnable::run;
        entries.failWith(surprise);
        try (Heard log = Heard.from(AuditWriter.class)) {
            writer.write(entry("somebody"));
            writer.shorten();

            assertThat(log.lines())
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith("Not in the audit: login by somebody from 10.0.0.1"),
                            line -> assertThat(line).startsWith("The audit takes nothing"),
                            line -> assertThat(line).startsWith("The audit was not shortened"));
        }
    }

    @Test
    void nothingThatOthersChoseEndsALineOfTheLogOrSteersATerminal() {
        executor = Runnable::run;
        entries.failWith(new IllegalStateException("of the test"));
        try (Heard log = Heard.from(AuditWriter.class)) {
            writer.write(new AuditEntry(
                    0,
                    Instant.EPOCH,
                    AuditAction.LOGIN,
                    "a\nb\u001b[2Jc\u0085d\u2028e\u202ef",
                    "10.0.0.1\r",
                    "g\u009bh\u2029i",
                    false));

            assertThat(log.lines().get(0))
                    .startsWith("Not in the audit: login by a?b?[2Jc?d?e?f from 10.0.0.1? at ")
                    .endsWith(": g?h?i");
        }
    }

    private static Stream<Throwable> surprises() {
        return Stream.of(
                new DatabaseException("of the test"),
                new IllegalStateException("of the test"),
                new LinkageError("of the test"));
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static AuditEntry entry(String who) {
        return new AuditEntry(0, Instant.EPOCH, AuditAction.LOGIN, who, "10.0.0.1", null, false);
    }
}
