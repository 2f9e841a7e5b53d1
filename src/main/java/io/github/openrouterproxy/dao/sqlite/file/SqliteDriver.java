package io.github.openrouterproxy.dao.sqlite.file;

import io.github.openrouterproxy.dao.DatabaseException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One copy of the SQLite driver, and with it one copy of the native library. Any thread.
 *
 * <p>The driver is reached by name through the class loader it is meant to come from, never as a linked class: a
 * {@code sqlite-jdbc} jar in {@code WEB-INF/lib} must not get in when the container offers its own.
 */
final class SqliteDriver {
    private static final String DRIVER_CLASS = "org.sqlite.JDBC";
    private static final String READ_ONLY = "1";

    /** Else the driver runs a query behind every insert, for an id that we know already. */
    private static final String GENERATED_KEYS = "jdbc.get_generated_keys";

    private final Driver driver;

    private SqliteDriver(Driver driver) {
        this.driver = driver;
    }

    /** @param shared the container's data source, whose copy is used; null to use the application's own */
    static SqliteDriver of(@Nullable DataSource shared) {
        Class<?> neighbour = shared == null ? SqliteDriver.class : shared.getClass();
        return loadedBy(neighbour.getClassLoader());
    }

    static SqliteDriver loadedBy(ClassLoader loader) {
        try {
            Class<? extends Driver> type =
                    Class.forName(DRIVER_CLASS, true, loader).asSubclass(Driver.class);
            return new SqliteDriver(type.getConstructor().newInstance());
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new DatabaseException(
                    "The SQLite driver cannot be loaded: put the sqlite-jdbc jar into Tomcat's lib or WEB-INF/lib.", e);
        }
    }

    Connection connect(Path file) throws SQLException {
        return connect(file, new Properties());
    }

    /** A connection that leaves the file as it is, whatever is asked of it. */
    Connection connectReadOnly(Path file) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("open_mode", READ_ONLY);
        return connect(file, properties);
    }

    private Connection connect(Path file, Properties properties) throws SQLException {
        // As a URI, since the driver would take a ? in a plain path for the beginning of settings.
        properties.setProperty(GENERATED_KEYS, "false");
        String url = "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath();
        Connection connection = driver.connect(url, properties);
        if (connection == null) {
            throw new SQLException("the driver does not accept " + url);
        }
        return connection;
    }

    /** Tells this copy from every other in the same JVM. */
    String identity() {
        Class<?> type = driver.getClass();
        return Integer.toHexString(System.identityHashCode(type))
                + "-"
                + Integer.toHexString(System.identityHashCode(type.getClassLoader()));
    }

    /** Lets go of a copy that this application brought itself, so that it can be unloaded with it. */
    void release() throws SQLException {
        ClassLoader own = SqliteDriver.class.getClassLoader();
        if (driver.getClass().getClassLoader() != own || own == ClassLoader.getSystemClassLoader()) {
            return;
        }
        List<Driver> registered = DriverManager.drivers()
                .filter(candidate -> candidate.getClass() == driver.getClass())
                .toList();
        for (Driver candidate : registered) {
            DriverManager.deregisterDriver(candidate);
        }
    }
}
