package io.github.openrouterproxy.dao.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.openrouterproxy.dao.DatabaseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Who else may have the file: one copy of the driver in a JVM, one recording context anywhere. */
final class SecondHolderTest {
    private static final SqliteDriver DRIVER = SqliteDriver.of(null);

    @TempDir
    Path folder;

    @Test
    void aSecondCopyOfTheDriverIsRefusedUntilTheFirstHasLetGo() throws Exception {
        Path path = folder.resolve("x.db");
        try (URLClassLoader oneApplication = application();
                URLClassLoader anotherApplication = application()) {
            SqliteDriver one = SqliteDriver.loadedBy(oneApplication);
            SqliteDriver another = SqliteDriver.loadedBy(anotherApplication);
            DatabaseFile first = DatabaseFile.open(path, one, true);

            assertThatThrownBy(() -> DatabaseFile.open(path, another, false))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining(path.toString())
                    .hasMessageContaining("Tomcat's lib")
                    .hasMessageContaining("undeploy");

            first.close();
            DatabaseFile.open(path, another, false).close();
        }
    }

    @Test
    void oneCopyOfTheDriverMayServeManyContexts() {
        Path path = folder.resolve("x.db");
        DatabaseFile relay = DatabaseFile.open(path, DRIVER, true);
        DatabaseFile monitor = DatabaseFile.open(path, DRIVER, false);
        relay.close();

        DatabaseFile.open(path, DRIVER, true).close();
        monitor.close();

        assertThat(held()).isEmpty();
    }

    @Test
    void theFileIsKnownByItsRealPath() throws IOException {
        Path path = folder.resolve("x.db");
        Path link = Files.createSymbolicLink(folder.resolve("link.db"), path);
        try (DatabaseFile first = DatabaseFile.open(path, DRIVER, true)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> DatabaseFile.open(link, DRIVER, true))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("already records");
        }
    }

    @Test
    void whatIsHeldIsWrittenDownAsTextThatEveryContextCanRead() throws Exception {
        try (DatabaseFile file = DatabaseFile.open(folder.resolve("x.db"), DRIVER, true)) {
            assertThat(file).isNotNull();
            assertThat(held()).hasSize(1).allMatch(value -> value.endsWith(" 1 recording"));
            System.getProperties().store(new StringWriter(), "must not fail");
        }
    }

    @Test
    void aContainersCopyIsTakenFromTheContainersLoader() throws Exception {
        try (URLClassLoader container = application()) {
            DataSource shared = Class.forName("org.sqlite.SQLiteDataSource", true, container)
                    .asSubclass(DataSource.class)
                    .getConstructor()
                    .newInstance();

            assertThat(SqliteDriver.of(shared).identity())
                    .isEqualTo(SqliteDriver.loadedBy(container).identity())
                    .isNotEqualTo(DRIVER.identity());
        }
    }

    @Test
    void aMissingDriverIsSaidSo() throws IOException {
        try (URLClassLoader empty = new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> SqliteDriver.loadedBy(empty))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("sqlite-jdbc");
        }
    }

    @Test
    void aSecondRecordingContextIsRefusedAndDoesNotLoosenTheLock() throws Exception {
        Path path = folder.resolve("x.db");
        try (DatabaseFile first = DatabaseFile.open(path, DRIVER, true)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> DatabaseFile.open(path, DRIVER, true))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("Another context of this Tomcat already records into " + path);

            assertThat(recordingInAnotherProcess(path))
                    .isEqualTo("Another process already records into " + path
                            + ": stop it, or give this one a DATABASE_PATH of its own.");
        }
        assertThat(recordingInAnotherProcess(path)).isEqualTo("recording");
    }

    /** What a second process says when it is told to record into the same file. */
    private static String recordingInAnotherProcess(Path path) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SecondProcess.class.getName(),
                        path.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String said = out.readLine();
            assertThat(process.waitFor()).isZero();
            return said;
        }
    }

    private List<String> held() {
        Properties properties = System.getProperties();
        return properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith("openrouter-proxy.sqlite:" + folder))
                .map(properties::getProperty)
                .toList();
    }

    /** A class loader as a web application has it that brings its own driver. */
    private static URLClassLoader application() throws ClassNotFoundException {
        URL[] jars = Stream.of(Class.forName("org.sqlite.JDBC"), LoggerFactory.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        return new URLClassLoader(jars, ClassLoader.getPlatformClassLoader());
    }
}
