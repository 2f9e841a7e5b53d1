package io.github.openrouterproxy.dao;

import org.jspecify.annotations.Nullable;

/** The database could not do what it was asked. The one kind of exception a DAO lets out. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean unavailable;
    private final boolean full;

    public DatabaseException(String message, Throwable cause) {
        this(message, cause, false, false);
    }

    public DatabaseException(String message) {
        super(message);
        this.unavailable = false;
        this.full = false;
    }

    private DatabaseException(String message, @Nullable Throwable cause, boolean unavailable, boolean full) {
        super(message, cause);
        this.unavailable = unavailable;
        this.full = full;
    }

    /** @param cause null when there is none */
    public static DatabaseException unavailable(String message, @Nullable Throwable cause) {
        return new DatabaseException(message, cause, true, false);
    }

    /** @param cause null when there is none */
    public static DatabaseException full(String message, @Nullable Throwable cause) {
        return new DatabaseException(message, cause, true, true);
    }

    /**
     * Whether it is locked, full, gone or out of order, so that the same may succeed later; else what it was given is
     * to blame.
     */
    public boolean isUnavailable() {
        return unavailable;
    }

    /** Whether its disk has no room; then it is unavailable, too. */
    public boolean isFull() {
        return full;
    }
}
