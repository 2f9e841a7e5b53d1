package io.github.openrouterproxy.dao.sqlite.search;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.sqlite.file.DatabaseFile;
import io.github.openrouterproxy.dao.sqlite.file.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done about an index that is found damaged: a search disowns it, so that it is not asked again, and whoever
 * fills it then makes it anew. Not more often than once in a while, for the damage may be the database's. Any thread.
 */
public final class IndexDamage {
    private static final Logger LOG = LoggerFactory.getLogger(IndexDamage.class);
    private static final long APART = Duration.ofMinutes(10).toNanos();
    private static final String DISOWN = "UPDATE state SET token = NULL";

    private final DatabaseFile file;
    private final AtomicLong mended = new AtomicLong();
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    public IndexDamage(DatabaseFile file) {
        this.file = file;
    }

    /** Asks what a search asks; once more without the index if that is damaged. */
    public <T> T surviving(Supplier<T> question) {
        try {
            return question.get();
        } catch (DatabaseException e) {
            if (!disown(e)) {
                throw e;
            }
            return question.get();
        }
    }

    /** @return whether a search that failed so is worth another try, without the index */
    private boolean disown(DatabaseException failure) {
        if (!(failure.getCause() instanceof SQLException cause) || !SqlFailure.isDamage(cause)) {
            return false;
        }
        if (isDue()) {
            LOG.warn("the search index is damaged ({}); searches go on without it", cause.getMessage());
            try (Connection connection = file.search();
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate(DISOWN);
            } catch (SQLException e) {
                LOG.warn("the search index cannot be disowned", e);
            }
        }
        return true;
    }

    /** Of whoever fills the index: whether a slice that failed so is a reason to make it anew. */
    boolean isReason(SQLException failure) {
        return SqlFailure.isDamage(failure) && isDue();
    }

    /** By whoever fills the index, outside of a transaction. */
    void mend() throws SQLException {
        LOG.warn("the search index is not sound; it is made anew from the records");
        file.remakeSearch();
        mended.incrementAndGet();
    }

    long mended() {
        return mended.get();
    }

    private boolean isDue() {
        long due = next.get();
        long now = System.nanoTime();
        return now - due >= 0 && next.compareAndSet(due, now + APART);
    }
}
