package io.github.openrouterproxy.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.testing.logs.Heard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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
    void aLinkToTheDatabaseMakesNoDifference() throws Exception {
        KeyFingerprints first = FingerprintSecret.of(null, database);
        Files.createFile(database);
        Path link = Files.createSymbolicLink(folder.resolve("link.db"), database);

        assertThat(FingerprintSecret.of(null, link).of(KEY)).isEqualTo(first.of(KEY));
    }

    @Test
    void aFileThatOthersCanReadOrWriteIsSaid() throws Exception {
        Path file = folder.resolve("calls.db.secret");
        Files.write(file, new byte[32]);
        for (String open : new String[] {"rw-r-----", "rw----r--", "rw--w----"}) {
            assertThat(saidOf(file, open))
                    .containsExactly(
                            "The secret file " + file + " is open to others than its owner: run chmod 600 on it.");
        }
        for (String closed : new String[] {"rw-------", "r--------"}) {
            assertThat(saidOf(file, closed)).isEmpty();
        }
    }

    private List<String> saidOf(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        try (Heard log = Heard.from(OpenFiles.class)) {
            KeyFingerprints unused = FingerprintSecret.of(null, database);
            return log.lines();
        }
    }

    @Test
    void aFileOfAnotherLengthIsRefused() throws Exception {
        Files.writeString(folder.resolve("calls.db.secret"), "short");

        assertThatThrownBy(() -> FingerprintSecret.of(null, database))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("calls.db.secret");
    }
}
