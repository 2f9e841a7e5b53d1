package io.github.openrouterproxy.dao.sqlite.file;

import io.github.openrouterproxy.dao.DatabaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Notices that the path leads to another file than the one that is open: SQLite would go on writing to the old one,
 * which nobody finds any more. Looks at the folder only, never opens the file. Any thread.
 */
public final class SameFile {
    private final Path path;
    private final @Nullable Object opened;

    SameFile(Path path) {
        this.path = path;
        this.opened = identity(path);
    }

    /** @throws DatabaseException when it was moved, removed or replaced */
    public void check() {
        if (opened != null && !Objects.equals(opened, identity(path))) {
            throw DatabaseException.unavailable(
                    "The database " + path
                            + " was moved, removed or replaced while it is open: put it back, or start the server"
                            + " again.",
                    null);
        }
    }

    /** Null where the file is not there, or the system has no identities. */
    private static @Nullable Object identity(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }
}
