package io.github.openrouterproxy.dao;

import org.jspecify.annotations.Nullable;

/** The database could not do what it was asked. The one kind of exception a DAO lets out. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean unavailable;

    public DatabaseException(String message, Throwable cause) {
        this(message, cause, false);
    }

    public DatabaseException(String message) {
        super(message);
        this.unavailable = false;
    }

    private DatabaseException(String message, @Nullable Throwable cause, boolean unavailable) {
        super(message, cause);
        this.unavailable = unavailable;
    }

    /** @param cause null when there is none */
    public static DatabaseException unavailable(String message, @Nullable Throwable cause) {
        return new DatabaseException(message, cause, true);
    }

    /**
     * Whether it is locked, full, gone or out of order, so that the same may succeed later; else what it was given is
     * to blame.
     */
    public boolean isUnavailable() {
        return unavailable;
    }
}
