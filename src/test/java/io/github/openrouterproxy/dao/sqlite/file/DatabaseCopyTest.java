package io.github.openrouterproxy.dao.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.openrouterproxy.dao.DatabaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseCopyTest {
    @TempDir
    Path folder;

    private Path database;
    private Path backup;

    @BeforeEach
    void make() throws Exception {
        database = folder.resolve("x.db");
        backup = folder.resolve("backup.db");
        DatabaseFile.open(database, SqliteDriver.of(null), true).close();
        write(database, "INSERT INTO audit_note VALUES ('before')", "CREATE TABLE audit_note (what TEXT)");
        Files.writeString(folder.resolve("x.db.secret"), "a secret");
    }

    @Test
    void aBackupHoldsWhatWasCommittedThoughSomebodyHasTheFileOpenAndWrites() throws Exception {
        try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = writer.createStatement()) {
            statement.executeUpdate("BEGIN IMMEDIATE");
            statement.executeUpdate("INSERT INTO audit_note VALUES ('not committed')");

            DatabaseCopy.backUp(database, backup);
        }

        assertThat(read(backup, "SELECT group_concat(what) FROM audit_note")).isEqualTo("before");
        assertThat(folder.resolve("backup.db.secret")).hasContent("a secret");
        assertThat(folder.resolve("backup.db.part")).doesNotExist();
    }

    @Test
    void onlyItsOwnerMayReadABackup() throws Exception {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
        DatabaseCopy.backUp(database, backup);

        for (String name : List.of("backup.db", "backup.db.secret")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aBackupNeverOverwritesAFile() throws Exception {
        Files.writeString(backup, "somebody's");

        assertThatThrownBy(() -> DatabaseCopy.backUp(database, backup))
                .isInstanceOf(DatabaseException.class)
                .hasMessage("There is a file " + backup + " already: name a new one.");
        assertThat(backup).hasContent("somebody's");
    }

    @Test
    void aRestoreThatLacksItsLastStepIsNotBackedUpWithTheSecretOfAnother() throws Exception {
        Path linked = Files.createSymbolicLink(
                Files.createDirectory(folder.resolve("linked")).resolve("y.db"), database);
        Files.writeString(folder.resolve("x.db.restoring.secret"), "its own secret");

        for (Path name : List.of(database, linked)) {
            assertThatThrownBy(() -> DatabaseCopy.backUp(name, backup))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessage("A restore of " + name
                            + " broke off before its last step: start the server, which takes it, or restore again.");
        }
        assertThat(backup).doesNotExist();
        Replacement.finish(database);
        DatabaseCopy.backUp(database, backup);

        assertThat(folder.resolve("backup.db.secret")).hasContent("its own secret");
    }

    /** A server that has been started with the link keeps the secret beside it. */
    @Test
    void whatIsRestoredThroughALinkIsReadWithItsOwnSecret() throws Exception {
        Files.writeString(folder.resolve("x.db.secret"), "of the backup");
        DatabaseCopy.backUp(database, backup);
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(elsewhere.resolve("y.db"), database);
        Files.delete(folder.resolve("x.db.secret"));
        Files.writeString(elsewhere.resolve("y.db.secret"), "of the link");
        assertThat(SecretFile.of(link)).hasContent("of the link");

        var unused = DatabaseCopy.restore(backup, link, ".old");

        assertThat(SecretFile.of(link)).hasContent("of the backup");
        Path next = folder.resolve("next.db");
        DatabaseCopy.backUp(link, next);
        assertThat(SecretFile.of(next)).hasContent("of the backup");
    }

    @Test
    void aSearchIndexBesideARestoredFileIsTakenForThatOfAnother() throws Exception {
        String before = read(database, "SELECT hex(token) FROM index_identity");

        DatabaseCopy.backUp(database, backup);

        assertThat(read(backup, "SELECT hex(token) FROM index_identity"))
                .hasSize(32)
                .isNotEqualTo(before);
    }

    @Test
    void aRestoreMovesWhatIsThereAside() throws Exception {
        DatabaseCopy.backUp(database, backup);
        write(database, "INSERT INTO audit_note VALUES ('after')");
        Files.writeString(folder.resolve("x.db.secret"), "another");

        assertThat(DatabaseCopy.restore(backup, database, ".old")).contains(folder.resolve("x.db.old"));

        assertThat(read(database, "SELECT group_concat(what) FROM audit_note")).isEqualTo("before");
        assertThat(folder.resolve("x.db.secret")).hasContent("a secret");
        assertThat(read(folder.resolve("x.db.old"), "SELECT group_concat(what) FROM audit_note"))
                .isEqualTo("before,after");
        assertThat(folder.resolve("x.db.old.secret")).hasContent("another");
        DatabaseFile.open(database, SqliteDriver.of(null), true).close();
    }

    @Test
    void aRestoreThatFailsLeavesEverythingAsItWas() throws Exception {
        DatabaseCopy.backUp(database, backup);
        write(database, "INSERT INTO audit_note VALUES ('after')");
        Path secret = folder.resolve("backup.db.secret");
        Files.delete(secret);
        // what cannot be read, even by root
        Files.createDirectory(secret);
        List<String> names = names();

        assertThatThrownBy(() -> DatabaseCopy.restore(backup, database, ".old")).isInstanceOf(DatabaseException.class);

        assertThat(names()).isEqualTo(names);
        assertThat(read(database, "SELECT group_concat(what) FROM audit_note")).isEqualTo("before,after");
        assertThat(folder.resolve("x.db.secret")).hasContent("a secret");
    }

    @Test
    void aRestoreThatFailsHalfWayPutsEverythingBack() throws Exception {
        DatabaseCopy.backUp(database, backup);
        Files.createDirectories(folder.resolve("x.db.old.secret").resolve("in the way"));
        write(database, "INSERT INTO audit_note VALUES ('after')");

        assertThatThrownBy(() -> DatabaseCopy.restore(backup, database, ".old")).isInstanceOf(DatabaseException.class);

        assertThat(read(database, "SELECT group_concat(what) FROM audit_note")).isEqualTo("before,after");
        assertThat(folder.resolve("x.db.secret")).hasContent("a secret");
        assertThat(folder.resolve("x.db.old")).doesNotExist();
    }

    @Test
    void anOlderLogIsNotTakenForThatOfTheRestoredFile() throws Exception {
        DatabaseCopy.backUp(database, backup);
        Files.write(folder.resolve("x.db-wal"), new byte[] {1, 2, 3});
        Files.delete(database);

        assertThat(DatabaseCopy.restore(backup, database, ".old")).isEmpty();

        assertThat(folder.resolve("x.db-wal")).doesNotExist();
        assertThat(folder.resolve("x.db.old-wal")).exists();
        assertThat(read(database, "SELECT group_concat(what) FROM audit_note")).isEqualTo("before");
    }

    @Test
    void aFileOfSomebodyElseIsNotRestored() throws Exception {
        Path other = folder.resolve("other.db");
        write(other, "CREATE TABLE theirs (x)");
        byte[] before = Files.readAllBytes(database);

        assertThatThrownBy(() -> DatabaseCopy.restore(other, database, ".old"))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("another program");

        assertThat(database).hasBinaryContent(before);
        assertThat(folder.resolve("x.db.old")).doesNotExist();
        assertThat(folder.resolve("x.db.restoring.part")).doesNotExist();
    }

    @Test
    void aDamagedFileIsNotRestored() throws Exception {
        DatabaseCopy.backUp(database, backup);
        byte[] bytes = Files.readAllBytes(backup);
        for (int i = 4096; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        Files.write(backup, bytes);
        byte[] before = Files.readAllBytes(database);

        assertThatThrownBy(() -> DatabaseCopy.restore(backup, database, ".old"))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("malformed");

        assertThat(database).hasBinaryContent(before);
    }

    @Test
    void nothingIsRestoredIntoAFileThatIsRecordedInto() throws Exception {
        DatabaseCopy.backUp(database, backup);
        try (DatabaseFile recording = DatabaseFile.open(database, SqliteDriver.of(null), true)) {
            assertThat(recording).isNotNull();
            assertThatThrownBy(() -> DatabaseCopy.restore(backup, database, ".old"))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("Another process already records");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM audit_note", "BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"})
    void nothingIsRestoredIntoAFileThatAnotherProgramHasOpen(String doing) throws Exception {
        DatabaseCopy.backUp(database, backup);
        write(database, "INSERT INTO audit_note VALUES ('after')");
        List<String> names = names();
        try (Connection program = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = program.createStatement()) {
            statement.execute("SELECT count(*) FROM audit_note");
            statement.execute(doing);

            assertThatThrownBy(() -> DatabaseCopy.restore(backup, database, ".old"))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining(database + " is open in another program");
        }

        assertThat(read(database, "SELECT group_concat(what) FROM audit_note")).isEqualTo("before,after");
        assertThat(names()).containsAll(names).doesNotContain("x.db.old", "x.db.restoring");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void write(Path file, String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (int i = statements.length - 1; i >= 0; i--) {
                statement.executeUpdate(statements[i]);
            }
        }
    }

    private static String read(Path file, String query) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : "";
        }
    }
}
