package io.github.openrouterproxy.dao.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is there when a restore's process dies between two of its steps, and when one of them fails. */
final class ReplacementTest {
    @TempDir
    Path folder;

    private Path database;
    private Path aside;
    private Path incoming;

    @BeforeEach
    void makeReady() throws Exception {
        database = folder.resolve("x.db");
        aside = folder.resolve("x.db.replaced-1");
        incoming = Replacement.incoming(database);
        make(database, "old");
        make(incoming, "new");
    }

    @ParameterizedTest
    @CsvSource({"0, old", "1, old", "2, old", "3, old", "4, new", "5, new", "6, new"})
    void oneOfThemIsThereWholeWithItsOwnSecret(int steps, String expected) throws Exception {
        kill(steps);

        DatabaseFile.open(database, SqliteDriver.of(null), true).close();

        assertThat(note(database)).isEqualTo(expected);
        assertThat(folder.resolve("x.db.secret")).hasContent("secret of the " + expected);
        if (expected.equals("new")) {
            assertThat(note(aside)).isEqualTo("old");
            assertThat(folder.resolve("x.db.replaced-1.secret")).hasContent("secret of the old");
        } else {
            assertThat(names()).doesNotContain("x.db.replaced-1", "x.db.replaced-1.secret");
        }
        assertThat(names()).noneMatch(name -> name.contains("restoring"));
    }

    @Test
    void theseAreAllSteps() {
        assertThat(new Replacement(database, aside).steps(incoming)).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void aRestoreAfterwardsIsARestore(int steps) throws Exception {
        Path backup = folder.resolve("backup.db");
        make(backup, "third");
        kill(steps);

        DatabaseCopy.restore(backup, database, ".replaced-2");

        assertThat(note(database)).isEqualTo("third");
        assertThat(folder.resolve("x.db.secret")).hasContent("secret of the third");
        String replaced = steps < 4 ? "old" : "new";
        assertThat(note(folder.resolve("x.db.replaced-2"))).isEqualTo(replaced);
        assertThat(folder.resolve("x.db.replaced-2.secret")).hasContent("secret of the " + replaced);
    }

    @Test
    void whatWasCopiedHalfIsNotTakenForWhole() throws Exception {
        Files.write(incoming.resolveSibling("x.db.restoring.secret"), new byte[3]);

        DatabaseFile.open(database, SqliteDriver.of(null), true).close();

        assertThat(note(database)).isEqualTo("old");
        assertThat(folder.resolve("x.db.secret")).hasContent("secret of the old");
    }

    @Test
    void aSecretThatCannotBePutPutsEverythingBack() throws Exception {
        ruinIncomingSecret();

        assertThatThrownBy(() -> new Replacement(database, aside).put(incoming)).isInstanceOf(IOException.class);

        assertThat(note(database)).isEqualTo("old");
        assertThat(folder.resolve("x.db.secret")).hasContent("secret of the old");
        assertThat(names()).noneMatch(name -> name.contains("replaced"));
    }

    @Test
    void orLeavesNothingWhereNothingWas() throws Exception {
        ruinIncomingSecret();
        Files.delete(database);

        assertThatThrownBy(() -> new Replacement(database, aside).put(incoming)).isInstanceOf(IOException.class);

        assertThat(database).doesNotExist();
    }

    private void ruinIncomingSecret() throws IOException {
        Path secret = folder.resolve("x.db.restoring.secret");
        Files.delete(secret);
        Files.createDirectory(secret);
    }

    private void kill(int steps) throws IOException {
        for (Replacement.Step step :
                new Replacement(database, aside).steps(incoming).subList(0, steps)) {
            step.run();
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void make(Path file, String note) throws Exception {
        DatabaseFile.open(file, SqliteDriver.of(null), true).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE note (what TEXT)");
            statement.executeUpdate("INSERT INTO note VALUES ('" + note + "')");
        }
        Files.writeString(file.resolveSibling(file.getFileName() + ".secret"), "secret of the " + note);
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".lock"));
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".search"));
    }

    private static String note(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT what FROM note, pragma_integrity_check WHERE" + " integrity_check = 'ok'")) {
            return row.next() ? row.getString(1) : "damaged";
        }
    }
}
