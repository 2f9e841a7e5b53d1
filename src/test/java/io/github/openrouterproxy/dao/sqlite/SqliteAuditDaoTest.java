package io.github.openrouterproxy.dao.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.dao.audit.AuditDao;
import io.github.openrouterproxy.dao.audit.AuditEntry;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteAuditDaoTest {
    private static final Instant THEN = Instant.parse("2026-11-20T12:00:00.123Z");

    @RegisterExtension
    private final TemporaryDatabase database = new TemporaryDatabase();

    @Test
    void whatIsWrittenIsReadNewestFirstAndPageByPage() {
        AuditDao audit = database.open().audit();
        audit.add(entry(THEN, "first"));
        audit.add(entry(THEN.plusSeconds(1), "second"));

        assertThat(audit.newest(new Scope.Everyone(), Instant.EPOCH, 1, null))
                .containsExactly(new AuditEntry(
                        2, THEN.plusSeconds(1), AuditAction.LOGIN_FAILED, "second", "10.0.0.1", "why", false));
        assertThat(audit.newest(new Scope.Everyone(), Instant.EPOCH, 5, 2L))
                .extracting(AuditEntry::who)
                .containsExactly("first");
        assertThat(audit.newest(new Scope.OwnedBy("first"), Instant.EPOCH, 5, null))
                .isEmpty();
    }

    @Test
    void whatIsTooOldIsNotShownThoughItIsStillThere() {
        AuditDao audit = database.open().audit();
        audit.add(entry(THEN, "old"));
        audit.add(entry(THEN.plusSeconds(1), "kept"));

        assertThat(audit.newest(new Scope.Everyone(), THEN.plusSeconds(1), 9, null))
                .extracting(AuditEntry::who)
                .containsExactly("kept");
    }

    @Test
    void theOldAndTheSurplusGo() {
        AuditDao audit = database.open().audit();
        for (int i = 0; i < 6; i++) {
            audit.add(entry(AuditAction.LOGIN, THEN.plusSeconds(i), "w" + i));
        }

        assertThat(audit.prune(THEN.plusSeconds(2), 9)).isEqualTo(2);
        assertThat(whoIsLeft(audit)).containsExactly("w5", "w4", "w3", "w2");
        assertThat(audit.prune(THEN, 3)).isEqualTo(1);
        assertThat(whoIsLeft(audit)).containsExactly("w5", "w4", "w3");
    }

    @Test
    void whatThoseDidWhoSeeEverythingGoesToo() {
        AuditDao audit = database.open().audit();
        for (int i = 0; i < 6; i++) {
            audit.add(new AuditEntry(0, THEN.plusSeconds(i), AuditAction.CHANGE, "root " + i, "10.0.0.1", "why", true));
        }

        audit.prune(THEN.plusSeconds(1), 9);
        assertThat(whoIsLeft(audit)).containsExactly("root 5", "root 4", "root 3", "root 2", "root 1");
        audit.prune(THEN, 2);
        assertThat(whoIsLeft(audit)).containsExactly("root 5", "root 4");
    }

    @Test
    void wrongKeysDoNotPushOutWhatElseHappened() {
        AuditDao audit = database.open().audit();
        audit.add(entry(AuditAction.LOGIN, THEN, "somebody"));
        for (int i = 0; i < 30; i++) {
            audit.add(entry(THEN.plusSeconds(i), "guess " + i));
        }

        audit.prune(THEN, 4);

        assertThat(whoIsLeft(audit)).containsExactly("guess 29", "guess 28", "somebody");
    }

    @Test
    void whatUsersDoDoesNotPushOutWhatThoseDidWhoSeeEverything() {
        AuditDao audit = database.open().audit();
        audit.add(new AuditEntry(0, THEN, AuditAction.CHANGE, "root", "10.0.0.1", "why", true));
        for (int i = 0; i < 30; i++) {
            audit.add(entry(AuditAction.DOWNLOAD, THEN.plusSeconds(i), "user " + i));
        }

        audit.prune(THEN, 2);

        assertThat(whoIsLeft(audit)).containsExactly("user 29", "user 28", "root");
    }

    @Test
    void nothingElseThatThoseDoWhoSeeEverythingPushesOutAChange() {
        AuditDao audit = database.open().audit();
        audit.add(new AuditEntry(0, THEN, AuditAction.CHANGE, "root", "10.0.0.1", "why", true));
        for (int i = 0; i < 30; i++) {
            audit.add(new AuditEntry(0, THEN, AuditAction.REFUSED, "auditor " + i, "10.0.0.1", "why", true));
        }

        audit.prune(THEN, 2);

        assertThat(whoIsLeft(audit)).containsExactly("auditor 29", "auditor 28", "root");
    }

    @Test
    void veryManyGoInParts() {
        AuditDao audit = database.open().audit();
        for (int i = 0; i < 1_450; i++) {
            audit.add(entry(THEN, "old " + i));
        }
        audit.add(entry(THEN.plusSeconds(1), "kept"));

        assertThat(audit.prune(THEN.plusSeconds(1), 9_999)).isEqualTo(1_000);
        assertThat(audit.prune(THEN.plusSeconds(1), 9_999)).isEqualTo(450);
        assertThat(audit.prune(THEN.plusSeconds(1), 9_999)).isZero();
        assertThat(whoIsLeft(audit)).containsExactly("kept");
    }

    @Test
    void lookingForWhatIsTooOldNeedsNobodyToStopWriting() throws Exception {
        AuditDao audit = database.open().audit();
        audit.add(entry(THEN, "kept"));
        try (Connection lock = DriverManager.getConnection("jdbc:sqlite:" + database.file());
                Statement statement = lock.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");

            assertThat(audit.prune(THEN, 9)).isZero();
        }
    }

    @Test
    void theLogDoesNotGrowWithTheAuditWhileNobodyRecords() throws Exception {
        AuditDao audit = database.open().audit();
        for (int i = 0; i < 20_000; i++) {
            audit.add(entry(AuditAction.DOWNLOAD, THEN, "user"));
        }

        assertThat(Files.size(database.file().resolveSibling(database.file().getFileName() + "-wal")))
                .isLessThan(32_000_000);
    }

    @Test
    void whoReadsDoesNotWaitForWhoCannotWrite() throws Exception {
        AuditDao audit = database.open().audit();
        audit.add(entry(THEN, "before"));
        CompletableFuture<?> writing;
        try (Connection lock = DriverManager.getConnection("jdbc:sqlite:" + database.file());
                Statement statement = lock.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            writing = CompletableFuture.runAsync(() -> audit.add(entry(THEN, "waits")));
            while (!isWaiting(audit)) {
                Thread.onSpinWait();
            }

            assertThat(whoIsLeft(audit)).containsExactly("before");
            assertThat(writing).isNotDone();
        }
        writing.join();
    }

    /** Whether somebody is inside, who keeps others out. */
    private static boolean isWaiting(AuditDao audit) {
        return Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(true, false))
                .flatMap(thread -> Arrays.stream(thread.getLockedMonitors()))
                .anyMatch(held -> held.getIdentityHashCode() == System.identityHashCode(audit));
    }

    private static List<String> whoIsLeft(AuditDao audit) {
        return audit.newest(new Scope.Everyone(), Instant.EPOCH, 9, null).stream()
                .map(AuditEntry::who)
                .toList();
    }

    private static AuditEntry entry(Instant at, String who) {
        return entry(AuditAction.LOGIN_FAILED, at, who);
    }

    private static AuditEntry entry(AuditAction action, Instant at, String who) {
        return new AuditEntry(0, at, action, who, "10.0.0.1", "why", false);
    }
}
