package io.github.openrouterproxy.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FingerprintSecretTest {
    private static final Credential KEY = new Credential("sk-or-v1-0123456789abcdef");

    @TempDir
    private Path folder;

    private Path database;

    @BeforeEach
    void name() {
        database = folder.resolve("calls.db");
    }

    @Test
    void itsFileIsForItsOwnerOnlyAndNothingElseIsLeft() throws Exception {
        KeyFingerprints unused = FingerprintSecret.of(null, database);

        Path file = folder.resolve("calls.db.secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void aKeyHasTheSameFingerprintAfterARestartAndAnotherElsewhere() {
        KeyFingerprints first = FingerprintSecret.of(null, database);
        KeyFingerprints again = FingerprintSecret.of(null, database);
        KeyFingerprints elsewhere = FingerprintSecret.of(null, folder.resolve("others.db"));

        assertThat(again.of(KEY)).isEqualTo(first.of(KEY)).isNotEqualTo(elsewhere.of(KEY));
    }

    @Test
    void aFileOfAnotherLengthIsRefused() throws Exception {
        Files.writeString(folder.resolve("calls.db.secret"), "short");

        assertThatThrownBy(() -> FingerprintSecret.of(null, database))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("calls.db.secret");
    }
}
