package io.github.openrouterproxy.dao.sqlite.table;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.openrouterproxy.dao.sqlite.file.DatabaseFile;
import io.github.openrouterproxy.dao.sqlite.file.ReadersPause;
import io.github.openrouterproxy.dao.sqlite.file.SqlFailure;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections that only ask questions. Any thread. */
public final class ReadPool implements AutoCloseable {
    private static final int FEWEST = 4;
    private static final int MOST = 8;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final Duration LONGEST_WAIT_FOR_THREADS = Duration.ofSeconds(2);

    private final PoolThreads threads = new PoolThreads("sqlite-readers");
    private final HikariDataSource pool;
    private final ReadersPause pause;

    public ReadPool(DatabaseFile file) {
        pause = file.pause();
        HikariConfig config = new HikariConfig();
        config.setPoolName("sqlite-readers");
        config.setDataSource(new Source(file));
        config.setMaximumPoolSize(
                Math.min(MOST, Math.max(FEWEST, Runtime.getRuntime().availableProcessors())));
        config.setMinimumIdle(1);
        config.setConnectionTimeout(LONGEST_WAIT.toMillis());
        config.setMaxLifetime(0);
        config.setThreadFactory(threads);
        pool = new HikariDataSource(config);
    }

    /**
     * Lends a connection for the time of {@code question}.
     *
     * @param what is asked, for the message should it fail
     */
    public <T> T ask(String what, Question<T> question) {
        pause.await();
        try (Connection connection = pool.getConnection()) {
            return question.askedOf(connection);
        } catch (SQLException e) {
            throw SqlFailure.doing(what, e);
        }
    }

    /** For one question that may take long. */
    public Courtesy courtesy() {
        return new Courtesy(pause);
    }

    @Override
    public void close() {
        pool.close();
        // the container looks for threads that stay behind
        threads.awaitEnd(LONGEST_WAIT_FOR_THREADS);
    }

    @FunctionalInterface
    public interface Question<T> {
        T askedOf(Connection connection) throws SQLException;
    }

    /** What the pool takes its connections from. */
    private record Source(DatabaseFile file) implements DataSource {
        @Override
        public Connection getConnection() throws SQLException {
            return file.reading();
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return file.reading();
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("wraps nothing");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
