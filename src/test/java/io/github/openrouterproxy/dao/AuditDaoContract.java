package io.github.openrouterproxy.dao;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.dao.audit.AuditDao;
import io.github.openrouterproxy.dao.audit.AuditEntry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writing the audit, reading it, keeping it within its bounds; on an empty database for each test. */
public abstract class AuditDaoContract {
    protected static final Instant THEN = Instant.parse("2026-11-20T12:00:00.123Z");

    protected abstract AuditDao audit();

    @ParameterizedTest
    @EnumSource
    void everyActionIsReadAsItWasWritten(AuditAction action) {
        AuditEntry written = new AuditEntry(
                0, THEN, action, "密钥 ' OR 1=1 --", "2001:db8::1", action == AuditAction.LOGIN ? null : "why\n", true);
        audit().add(written);

        assertThat(audit().newest(new Scope.Everyone(), THEN, 9, null))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("id")
                .containsExactly(written);
    }

    @Test
    void whatIsWrittenIsReadNewestFirstAndPageByPage() {
        AuditDao audit = audit();
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
        AuditDao audit = audit();
        audit.add(entry(THEN, "old"));
        audit.add(entry(THEN.plusSeconds(1), "kept"));

        assertThat(audit.newest(new Scope.Everyone(), THEN.plusSeconds(1), 9, null))
                .extracting(AuditEntry::who)
                .containsExactly("kept");
    }

    @Test
    void theOldAndTheSurplusGo() {
        AuditDao audit = audit();
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
        AuditDao audit = audit();
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
        AuditDao audit = audit();
        audit.add(entry(AuditAction.LOGIN, THEN, "somebody"));
        for (int i = 0; i < 30; i++) {
            audit.add(entry(THEN.plusSeconds(i), "guess " + i));
        }

        audit.prune(THEN, 4);

        assertThat(whoIsLeft(audit)).containsExactly("guess 29", "guess 28", "somebody");
    }

    @Test
    void triesDuringAPausePushOutNeitherWrongKeysNorWhatElseHappened() {
        AuditDao audit = audit();
        audit.add(entry(AuditAction.LOGIN, THEN, "somebody"));
        audit.add(entry(THEN, "guess"));
        for (int i = 0; i < 30; i++) {
            audit.add(entry(AuditAction.LOGIN_POSTPONED, THEN.plusSeconds(i), "try " + i));
        }

        audit.prune(THEN, 4);

        assertThat(whoIsLeft(audit)).containsExactly("try 29", "try 28", "guess", "somebody");
    }

    @Test
    void whatUsersDoDoesNotPushOutWhatThoseDidWhoSeeEverything() {
        AuditDao audit = audit();
        audit.add(new AuditEntry(0, THEN, AuditAction.CHANGE, "root", "10.0.0.1", "why", true));
        for (int i = 0; i < 30; i++) {
            audit.add(entry(AuditAction.DOWNLOAD, THEN.plusSeconds(i), "user " + i));
        }

        audit.prune(THEN, 2);

        assertThat(whoIsLeft(audit)).containsExactly("user 29", "user 28", "root");
    }

    @Test
    void nothingElseThatThoseDoWhoSeeEverythingPushesOutAChange() {
        AuditDao audit = audit();
        audit.add(new AuditEntry(0, THEN, AuditAction.CHANGE, "root", "10.0.0.1", "why", true));
        for (int i = 0; i < 30; i++) {
            audit.add(new AuditEntry(0, THEN, AuditAction.REFUSED, "auditor " + i, "10.0.0.1", "why", true));
        }

        audit.prune(THEN, 2);

        assertThat(whoIsLeft(audit)).containsExactly("auditor 29", "auditor 28", "root");
    }

    @Test
    void howeverManyThereAreAllThatIsTooOldGoesInTheEndAndNothingElse() {
        for (int i = 0; i < 1_450; i++) {
            audit().add(entry(THEN, "old " + i));
        }
        audit().add(entry(THEN.plusSeconds(1), "kept"));

        int removed = 0;
        for (int some = audit().prune(THEN.plusSeconds(1), 9_999); some > 0; ) {
            removed += some;
            some = audit().prune(THEN.plusSeconds(1), 9_999);
        }

        assertThat(removed).isEqualTo(1_450);
        assertThat(whoIsLeft(audit())).containsExactly("kept");
    }

    protected static List<String> whoIsLeft(AuditDao audit) {
        return audit.newest(new Scope.Everyone(), Instant.EPOCH, 9, null).stream()
                .map(AuditEntry::who)
                .toList();
    }

    protected static AuditEntry entry(Instant at, String who) {
        return entry(AuditAction.LOGIN_FAILED, at, who);
    }

    protected static AuditEntry entry(AuditAction action, Instant at, String who) {
        return new AuditEntry(0, at, action, who, "10.0.0.1", "why", false);
    }
}
