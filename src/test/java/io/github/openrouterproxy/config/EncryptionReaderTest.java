package io.github.openrouterproxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EncryptionReaderTest {
    private static final String NEW = "0123456789abcdef".repeat(4);
    private static final String OLD = "FEDCBA9876543210".repeat(4);

    @TempDir
    Path folder;

    @Test
    void keysAreSeparatedByCommas() {
        assertThat(keys(Map.of("ENCRYPTION_KEY", NEW + ", " + OLD))).containsExactly(new Secret(NEW), new Secret(OLD));
    }

    @Test
    void aFileHoldsOneALine() throws IOException {
        Path file =
                Files.writeString(folder.resolve("keys"), "# of this year\n " + NEW + " \n\n# before\n" + OLD + "\n");

        assertThat(keys(Map.of("ENCRYPTION_KEY_FILE", file.toString())))
                .containsExactly(new Secret(NEW), new Secret(OLD));
    }

    @Test
    void nothingIsEncryptedUnlessItIsSet() {
        assertThat(keys(Map.of())).isEmpty();
    }

    @Test
    void whatIsNoKeyRefusesTheStartAndIsNotShown() {
        String hex = "ENCRYPTION_KEY (value not shown) does not hold keys of 64 hexadecimal digits each";

        assertRefused(Map.of("ENCRYPTION_KEY", "hunter2"), hex);
        assertRefused(Map.of("ENCRYPTION_KEY", NEW + ",hunter2"), hex);
        assertRefused(Map.of("ENCRYPTION_KEY", NEW + "0"), hex);
    }

    /** Or else nothing would be encrypted, and nobody would know. */
    @Test
    void aFileWithoutAKeyRefusesTheStart() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "# none yet\n");
        Path wrong = Files.writeString(folder.resolve("wrong"), "hunter2\n");

        for (Path file : List.of(empty, wrong, folder.resolve("nowhere"))) {
            assertRefused(
                    Map.of("ENCRYPTION_KEY_FILE", file.toString()),
                    "ENCRYPTION_KEY_FILE=" + file + " does not hold keys of 64 hexadecimal digits each");
        }
    }

    @Test
    void twoPlacesForTheKeysAreOneTooMany() throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), OLD);

        assertRefused(
                Map.of("ENCRYPTION_KEY", NEW, "ENCRYPTION_KEY_FILE", file.toString()),
                "ENCRYPTION_KEY and ENCRYPTION_KEY_FILE are both set");
    }

    private static void assertRefused(Map<String, String> set, String sentence) {
        assertThatThrownBy(() -> keys(set))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(sentence)
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining(NEW);
    }

    private static List<Secret> keys(Map<String, String> set) {
        return new SettingsReader(List.of(set::get), Path.of("x.db"))
                .read()
                .store()
                .encryptionKeys();
    }
}
