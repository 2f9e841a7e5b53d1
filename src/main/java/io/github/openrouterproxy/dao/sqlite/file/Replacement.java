package io.github.openrouterproxy.dao.sqlite.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a file where the database is, so that at every moment the one or the other is there, whole: what was there is
 * kept under a second name first, and the new one takes its place by a rename. One thread, of a process that holds the
 * recorder's lock.
 */
final class Replacement {
    private static final Logger LOG = LoggerFactory.getLogger(Replacement.class);
    private static final String SECRET = ".secret";
    private static final List<String> LOG_FILES = List.of("-wal", "-shm");

    private final Path file;
    private final Path aside;
    private final Deque<String> kept = new ArrayDeque<>();

    /** @param aside for what was there */
    Replacement(Path file, Path aside) {
        this.file = file;
        this.aside = aside;
    }

    /**
     * @param incoming whole and on the disk, as is what belongs to it, by the same endings
     * @return where what was there is kept; empty when there was nothing
     * @throws IOException when all is as it was
     */
    Optional<Path> put(Path incoming) throws IOException {
        boolean replaces = Files.exists(file);
        if (replaces) {
            emptyLog();
        }
        try {
            keep();
            // A log of the old one would be taken for that of the new one.
            for (String ending : LOG_FILES) {
                Files.deleteIfExists(with(file, ending));
            }
            putSecret(incoming);
            Files.move(incoming, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            putBack();
            throw e;
        }
        flushFolder();
        return replaces ? Optional.of(aside) : Optional.empty();
    }

    /** So that the file is whole without it; one that is damaged is not made worse by losing it. */
    private void emptyLog() throws IOException {
        try (Connection connection = SqliteDriver.of(null).connect(file);
                Statement statement = connection.createStatement()) {
            try (ResultSet done = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                if (done.next() && done.getBoolean("busy")) {
                    throw new IOException(file + " is open in another program");
                }
            }
        } catch (SQLException e) {
            LOG.warn("the log of {} cannot be moved into it; it is kept beside it", file, e);
        }
    }

    private void keep() throws IOException {
        for (String ending : List.of("", "-wal", "-shm", SECRET)) {
            if (Files.exists(with(file, ending))) {
                sameOrCopy(with(file, ending), with(aside, ending));
                kept.push(ending);
            }
        }
    }

    private void putSecret(Path incoming) throws IOException {
        Path secret = with(incoming, SECRET);
        Path present = with(file, SECRET);
        if (!Files.exists(secret)) {
            return;
        }
        if (Files.exists(present) && Arrays.equals(Files.readAllBytes(secret), Files.readAllBytes(present))) {
            Files.delete(secret);
        } else {
            Files.move(secret, present, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** The file itself never went away: its rename was the last step. */
    private void putBack() {
        while (!kept.isEmpty()) {
            String ending = kept.pop();
            try {
                if (!ending.isEmpty()) {
                    Files.move(with(aside, ending), with(file, ending), StandardCopyOption.REPLACE_EXISTING);
                }
                Files.deleteIfExists(with(aside, ending));
            } catch (IOException e) {
                LOG.error("{} stays under the name {}", with(file, ending), with(aside, ending), e);
            }
        }
    }

    private static void sameOrCopy(Path source, Path target) throws IOException {
        try {
            Files.createLink(target, source);
        } catch (UnsupportedOperationException | FileSystemException e) {
            // Not every file system knows two names for one file.
            Files.copy(source, target, StandardCopyOption.COPY_ATTRIBUTES);
            flush(target);
        }
    }

    static void flush(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Else the renames might be lost with the power, though not the files. */
    private void flushFolder() {
        try (FileChannel folder = FileChannel.open(file.resolveSibling(""), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            LOG.debug("this system does not let a folder be flushed", e);
        }
    }

    private static Path with(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }
}
