package io.github.openrouterproxy.monitor.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.tuple;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.dao.audit.AuditDao;
import io.github.openrouterproxy.dao.audit.AuditEntry;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.testing.logs.Heard;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class AuditTrailTest {
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final Viewer USER = new Viewer.User(new ApiKey("00ff", "sk-or-…9f3c"));

    private final Entries entries = new Entries();
    private Instant now = NOW;
    private final AuditTrail trail = trail(Runnable::run);

    private AuditTrail trail(Executor writer) {
        InstantSource source = () -> now;
        return new AuditTrail(entries, Duration.ofDays(90), source.withZone(ZoneOffset.UTC), writer);
    }

    @Test
    void anEntrySaysWhoDidWhatFromWhereAndWhen() {
        trail.add(AuditAction.DOWNLOAD, USER, "10.0.0.1", "/x");
        trail.add(AuditAction.CHANGE, new Viewer.Administrator("alice"), "10.0.0.2", null);
        trail.add(AuditAction.LOGIN_FAILED, "key (fp 01)", "10.0.0.3", null);

        assertThat(entries.written)
                .containsExactly(
                        new AuditEntry(0, NOW, AuditAction.DOWNLOAD, "sk-or-…9f3c (fp 00ff)", "10.0.0.1", "/x", false),
                        new AuditEntry(0, NOW, AuditAction.CHANGE, "alice", "10.0.0.2", null, true),
                        new AuditEntry(0, NOW, AuditAction.LOGIN_FAILED, "key (fp 01)", "10.0.0.3", null, false));
    }

    @Test
    void theOldAndTheSurplusGoWhileItGrows() {
        for (int i = 0; i < 2_500; i++) {
            trail.add(AuditAction.DOWNLOAD, USER, "10.0.0." + i / 100, "/x");
        }

        assertThat(entries.oldestKept).hasSize(2).containsOnly(NOW.minus(Duration.ofDays(90)));
        assertThat(entries.most).hasSize(2).containsOnly(100_000L);
    }

    @Test
    void theOldAndTheSurplusGoUntilNothingIsLeftAndEntriesGoBetween() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        AuditTrail slow = trail(tasks::add);
        entries.surplus = 2;
        tasks.add(slow::shorten);
        tasks.add(() -> assertThat(entries.oldestKept).hasSize(1));

        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }

        assertThat(entries.oldestKept).hasSize(3).containsOnly(NOW.minus(Duration.ofDays(90)));
    }

    @Test
    void whatIsTooOldIsNotShown() {
        trail.newest(new Scope.Everyone(), 9, null);

        assertThat(entries.oldestShown).containsExactly(NOW.minus(Duration.ofDays(90)));
    }

    @Test
    void nobodyWritesWithoutEnd() {
        trail.add(AuditAction.DOWNLOAD, USER, "10.0.0.1", "x".repeat(10_000));

        assertThat(entries.written.get(0).detail()).isEqualTo("x".repeat(500) + "…");
    }

    @Test
    void nobodyIsKeptOutByADatabaseThatTakesNothing() {
        entries.failing = true;

        assertThatNoException().isThrownBy(() -> trail.add(AuditAction.LOGIN, USER, "10.0.0.1", null));
    }

    @Test
    void usersOfOneNetworkFillOnlySoMuchOfTheAuditInAnHourAndItIsSaidOfNobodyInParticular() {
        for (int i = 0; i < 2_100; i++) {
            trail.add(AuditAction.LOGIN, new Viewer.User(new ApiKey("f" + i, "sk-…")), "2001:db8::" + i % 7, null);
        }

        assertThat(entries.written.subList(0, 500))
                .extracting(AuditEntry::action)
                .containsOnly(AuditAction.LOGIN);
        assertThat(entries.written.subList(500, entries.written.size()))
                .extracting(AuditEntry::action, AuditEntry::who, AuditEntry::detail)
                .containsExactly(
                        tuple(
                                AuditAction.NOT_LISTED,
                                "2001:db8:0:0::/64",
                                "more than 500 logins and refusals in an hour"),
                        tuple(
                                AuditAction.NOT_LISTED,
                                "2001:db8:0:0::/64",
                                "more than 1000 logins and refusals in an hour"),
                        tuple(
                                AuditAction.NOT_LISTED,
                                "2001:db8:0:0::/64",
                                "more than 2000 logins and refusals in an hour"));
    }

    @Test
    void loginsHideNoDownloadsAndNeitherHidesWrongKeys() {
        add(501, AuditAction.LOGIN, USER);
        add(501, AuditAction.LOGOUT, USER);
        entries.written.clear();

        add(499, AuditAction.DOWNLOAD, USER);
        add(2, AuditAction.EXPORT, USER);
        trail.add(AuditAction.LOGIN_FAILED, "key (fp 01)", "10.0.0.1", null);

        assertThat(entries.written.subList(499, entries.written.size()))
                .extracting(AuditEntry::action, AuditEntry::who, AuditEntry::detail)
                .containsExactly(
                        tuple(AuditAction.EXPORT, "sk-or-…9f3c (fp 00ff)", "number 0"),
                        tuple(AuditAction.NOT_LISTED, "10.0.0.1", "more than 500 downloads in an hour"),
                        tuple(AuditAction.LOGIN_FAILED, "key (fp 01)", null));
    }

    /** The one is a guess that was judged, of the other it is told that there was none. */
    @Test
    void triesDuringAPauseHideNoWrongKeys() {
        add(501, AuditAction.LOGIN_POSTPONED, USER);
        trail.add(AuditAction.LOGIN_FAILED, "key (fp 01)", "10.0.0.1", null);

        assertThat(entries.written.subList(500, entries.written.size()))
                .extracting(AuditEntry::action, AuditEntry::detail)
                .containsExactly(
                        tuple(AuditAction.NOT_LISTED, "more than 500 postponed logins in an hour"),
                        tuple(AuditAction.LOGIN_FAILED, null));
    }

    @Test
    void whoSeesEverythingFillsOnlySoMuchTooButEveryChangeIsListed() {
        Viewer alice = new Viewer.Administrator("alice");
        add(600, AuditAction.CHANGE, alice);
        assertThat(entries.written).hasSize(600).extracting(AuditEntry::action).containsOnly(AuditAction.CHANGE);
        entries.written.clear();

        add(700, AuditAction.REFUSED, alice);
        trail.add(AuditAction.REFUSED, new Viewer.Auditor("carol"), "10.0.0.1", "of another");

        assertThat(entries.written.subList(500, entries.written.size()))
                .extracting(AuditEntry::who, AuditEntry::detail, AuditEntry::powerful)
                .containsExactly(
                        tuple("alice", "more than 500 logins and refusals in an hour", true),
                        tuple("carol", "of another", true));
    }

    @Test
    void whatOneNetworkDoesIsListedOnAgainAnHourLaterAndWhatOthersDoAllTheTime() {
        add(600, AuditAction.DOWNLOAD, USER);
        entries.written.clear();

        trail.add(AuditAction.DOWNLOAD, USER, "10.0.0.1", null);
        trail.add(AuditAction.DOWNLOAD, USER, "10.0.0.2", "of another network");
        trail.add(AuditAction.LOGIN_FAILED, "key (fp 01)", "10.0.0.1", "a wrong key");
        trail.add(AuditAction.DOWNLOAD, new Viewer.Administrator("alice"), "10.0.0.1", "an administrator's");
        now = NOW.plus(Duration.ofHours(1));
        trail.add(AuditAction.DOWNLOAD, USER, "10.0.0.1", "an hour later");

        assertThat(entries.written)
                .extracting(AuditEntry::detail)
                .containsExactly("of another network", "a wrong key", "an administrator's", "an hour later");
    }

    private void add(int times, AuditAction action, Viewer viewer) {
        for (int i = 0; i < times; i++) {
            trail.add(action, viewer, "10.0.0.1", "number " + i);
        }
    }

    @Test
    @Timeout(60)
    void nobodyWaitsForADatabaseThatDoesNotAnswerAndWhatWaitsIsWrittenInItsOrder() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        entries.gate = gate;
        ThreadPoolExecutor writer = writer();
        AuditTrail waiting = trail(writer);
        // Each for as long as it may wait would be more than three minutes.
        for (int i = 0; i < 400; i++) {
            waiting.add(AuditAction.DOWNLOAD, USER, "10.0.0.1", "number " + i);
        }
        assertThat(entries.written).isEmpty();

        gate.countDown();
        writer.shutdown();

        assertThat(writer.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(entries.written)
                .extracting(AuditEntry::detail)
                .containsExactlyElementsOf(
                        IntStream.range(0, 400).mapToObj(i -> "number " + i).toList());
    }

    @Test
    void whatIsAddedIsWrittenWhenTheDatabaseAnswers() throws InterruptedException {
        ThreadPoolExecutor writer = writer();
        AuditTrail ready = trail(task -> writer.execute(() -> {
            LockSupport.parkNanos(50_000_000);
            task.run();
        }));

        ready.add(AuditAction.DOWNLOAD, USER, "10.0.0.1", "/x");

        assertThat(entries.written).hasSize(1);
        writer.shutdown();
        assertThat(writer.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatCannotBeWrittenIsInTheLog() {
        AuditTrail full = trail(task -> {
            throw new RejectedExecutionException();
        });
        List<Runnable> later = new ArrayList<>();
        AuditTrail ending = trail(later::add);
        try (Heard log = Heard.from(AuditWriter.class)) {
            full.add(AuditAction.LOGIN, USER, "10.0.0.1", null);
            ending.add(AuditAction.LOGIN, USER, "10.0.0.2", null);
            ending.giveUp();
            later.forEach(Runnable::run);
            entries.failing = true;
            trail.add(AuditAction.LOGIN, USER, "10.0.0.3", null);

            assertThat(log.lines())
                    .containsExactly(
                            "Not in the audit: login by sk-or-…9f3c (fp 00ff) from 10.0.0.1 at " + NOW,
                            "Not in the audit yet: login by sk-or-…9f3c (fp 00ff) from 10.0.0.2 at " + NOW,
                            "Not in the audit: login by sk-or-…9f3c (fp 00ff) from 10.0.0.2 at " + NOW,
                            "Not in the audit: login by sk-or-…9f3c (fp 00ff) from 10.0.0.3 at " + NOW,
                            "The audit takes nothing");
        }
        assertThat(entries.written).isEmpty();
    }

    private static ThreadPoolExecutor writer() {
        return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1_000));
    }

    private static final class Entries implements AuditDao {
        private final List<AuditEntry> written = new ArrayList<>();
        private final List<Instant> oldestKept = new ArrayList<>();
        private final List<Long> most = new ArrayList<>();
        private final List<Instant> oldestShown = new ArrayList<>();
        private boolean failing;
        private int surplus;
        private CountDownLatch gate = new CountDownLatch(0);

        @Override
        public void add(AuditEntry entry) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new DatabaseException("interrupted", e);
            }
            if (failing) {
                throw new DatabaseException("full");
            }
            written.add(entry);
        }

        @Override
        public List<AuditEntry> newest(Scope scope, Instant oldest, int limit, @Nullable Long before) {
            oldestShown.add(oldest);
            return written;
        }

        @Override
        public int prune(Instant oldest, long longest) {
            oldestKept.add(oldest);
            most.add(longest);
            return surplus > 0 ? surplus-- : 0;
        }
    }
}
