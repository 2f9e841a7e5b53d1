package io.github.openrouterproxy.monitor.views;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.dao.audit.AuditEntry;
import io.github.openrouterproxy.dao.audit.LoginWay;
import io.github.openrouterproxy.dao.audit.NotListed;
import io.github.openrouterproxy.monitor.text.Language;
import io.github.openrouterproxy.monitor.text.Texts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class AuditViewTest {
    @ParameterizedTest
    @EnumSource
    void whatIsNotListedIsSaidInTheViewersWords(NotListed.Kind kind) {
        String written = new NotListed(16_000, kind).text();

        assertThat(shown(AuditAction.NOT_LISTED, written, Language.CHINESE)).matches("[\\p{IsHan}、]+超过 16000 次");
        assertThat(shown(AuditAction.NOT_LISTED, written, Language.ENGLISH))
                .startsWith("more than 16000 ")
                .endsWith(" in an hour");
    }

    @ParameterizedTest
    @EnumSource
    void howSomebodyCameIsSaidInTheViewersWords(LoginWay way) {
        assertThat(shown(AuditAction.LOGIN, way.text(), Language.CHINESE)).matches("\\p{IsHan}+");
    }

    @Test
    void aLabelIsNamedInTheViewersWordsAndShownAsItIs() {
        assertThat(shown(AuditAction.CHANGE, "label of fp 00ff: {0} O'Hara", Language.CHINESE))
                .isEqualTo("标签：fp 00ff: {0} O'Hara");
        assertThat(shown(AuditAction.CHANGE, "label of fp 00ff: Alice", Language.ENGLISH))
                .isEqualTo("label of fp 00ff: Alice");
    }

    @ParameterizedTest
    @CsvSource({
        "LOGIN, administrator (fp @), 管理员 (fp @)",
        "DOWNLOAD, auditor (fp @), 审计员 (fp @)",
        "LOGIN_FAILED, key (fp @), 密钥 (fp @)",
        "LOGIN_FAILED, name root, 用户名 root",
        "LOGIN_FAILED, name s… (fp @), 用户名 s… (fp @)",
        "LOGIN_POSTPONED, name root, 用户名 root",
        "LOGIN, sk-or-…9f3c (fp @), sk-or-…9f3c (fp @)",
        "LOGIN, administrator, administrator",
        "LOGIN, name root, name root"
    })
    void whoItWasIsSaidInTheViewersWordsAndTheNamesOfPeopleStay(AuditAction action, String who, String shown) {
        String fingerprint = "0123456789abcdef0123456789abcdef";
        String written = who.replace("@", fingerprint);

        assertThat(line(action, written, null, Language.CHINESE).who()).isEqualTo(shown.replace("@", fingerprint));
        assertThat(line(action, written, null, Language.ENGLISH).who()).isEqualTo(written);
    }

    @Test
    void whatEarlierVersionsWroteOfATryDuringAPauseIsSaidInTheViewersWords() {
        String written = "not looked at during a pause";

        assertThat(shown(AuditAction.LOGIN_FAILED, written, Language.CHINESE)).matches("[\\p{IsHan}，]+");
        assertThat(shown(AuditAction.LOGIN_FAILED, written, Language.ENGLISH)).isEqualTo(written);
    }

    @Test
    void addressesAndWhatIsNotThereStayAsTheyAre() {
        assertThat(shown(AuditAction.DOWNLOAD, "/api/export", Language.CHINESE)).isEqualTo("/api/export");
        assertThat(shown(AuditAction.LOGIN, null, Language.CHINESE)).isNull();
    }

    private static @Nullable String shown(AuditAction action, @Nullable String detail, Language language) {
        return line(action, "who", detail, language).detail();
    }

    private static AuditView.Line line(AuditAction action, String who, @Nullable String detail, Language language) {
        Ui ui = new Ui(
                "", Texts.in(language), Theme.SYSTEM, null, "token", "/", Instant.EPOCH, name -> "/assets/" + name);
        AuditEntry entry = new AuditEntry(1, Instant.EPOCH, action, who, "10.0.0.1", detail, true);
        return AuditView.of(List.of(entry), 9, ui).lines().get(0);
    }
}
