package io.github.openrouterproxy.dao.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.AuditDaoContract;
import io.github.openrouterproxy.dao.SampleExchange;
import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.dao.audit.AuditDao;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteAuditDaoTest extends AuditDaoContract {
    @RegisterExtension
    private final TemporaryDatabase database = new TemporaryDatabase();

    @Override
    protected AuditDao audit() {
        return database.open().audit();
    }

    @Test
    void callsThatAreRemovedLeaveTheAudit() {
        database.open().writer().write(List.of(SampleExchange.number(1).build()));
        audit().add(entry(THEN, "kept"));

        assertThat(database.open().writer().deleteOldest(10)).isEqualTo(1);
        assertThat(whoIsLeft(audit())).containsExactly("kept");
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
}
