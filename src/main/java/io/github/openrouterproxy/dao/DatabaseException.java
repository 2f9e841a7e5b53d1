package io.github.openrouterproxy.dao;

/** The database could not do what it was asked. The one kind of exception a DAO lets out. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }

    public DatabaseException(String message) {
        super(message);
    }
}
