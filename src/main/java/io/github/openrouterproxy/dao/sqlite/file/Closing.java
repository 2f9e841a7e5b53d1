package io.github.openrouterproxy.dao.sqlite.file;

import io.github.openrouterproxy.dao.DatabaseException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What has been opened so far, to be closed in the reverse order, each whatever happens to the others. One thread. */
public final class Closing implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    public void add(AutoCloseable resource) {
        open.push(resource);
    }

    /** Closes after something failed; what goes wrong now is added to that failure. */
    public void closeAfter(Exception failure) {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
    }

    /** Idempotent. */
    @Override
    public void close() {
        DatabaseException failure = new DatabaseException("The database did not close properly");
        closeAfter(failure);
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
