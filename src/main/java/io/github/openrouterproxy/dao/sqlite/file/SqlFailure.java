package io.github.openrouterproxy.dao.sqlite.file;

import io.github.openrouterproxy.dao.DatabaseException;
import java.nio.file.Path;
import java.sql.SQLException;

/** The one place where what SQLite complains of becomes a {@link DatabaseException}. */
public final class SqlFailure {
    /** SQLite's primary result codes, https://www.sqlite.org/rescode.html. */
    static final int BUSY = 5;

    private static final int LOCKED = 6;
    private static final int NOMEM = 7;
    static final int READONLY = 8;
    private static final int IOERR = 10;
    static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANTOPEN = 14;
    private static final int PROTOCOL = 15;
    static final int NOTADB = 26;
    /** Of an extended result code. */
    private static final int PRIMARY = 0xFF;

    private SqlFailure() {}

    /** A start that failed, as one sentence with what to do. */
    public static DatabaseException opening(Path file, SQLException e) {
        String sentence = switch (e.getErrorCode()) {
            case NOTADB, CORRUPT ->
                " is not a SQLite database or is damaged: restore it, or let DATABASE_PATH" + " name another file.";
            case READONLY, CANTOPEN ->
                " cannot be opened for writing: let DATABASE_PATH name a file in a"
                        + " folder that this process may write.";
            case BUSY -> " stays locked by another program: end that one, or let DATABASE_PATH name another" + " file.";
            case FULL ->
                " cannot grow, its disk is full: make room, or let DATABASE_PATH name a file on" + " another disk.";
            case IOERR -> " cannot be read or written, its disk fails (" + e.getMessage() + ").";
            default -> " cannot be opened: " + e.getMessage() + ".";
        };
        return new DatabaseException("The database " + file + sentence, e);
    }

    /** Whether a file is not what SQLite had written. */
    public static boolean isDamage(SQLException e) {
        return e.getErrorCode() == CORRUPT || e.getErrorCode() == NOTADB;
    }

    /** @param what was to be done, such as "list exchanges" */
    public static DatabaseException doing(String what, SQLException e) {
        String message = "Could not " + what + ": " + e.getMessage();
        return switch (e.getErrorCode() & PRIMARY) {
            case FULL -> DatabaseException.full(message, e);
            case BUSY, LOCKED, NOMEM, READONLY, IOERR, CORRUPT, CANTOPEN, PROTOCOL, NOTADB ->
                DatabaseException.unavailable(message, e);
            default -> new DatabaseException(message, e);
        };
    }
}
