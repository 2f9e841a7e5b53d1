package io.github.openrouterproxy.dao.sqlite.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
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
 * kept under a second name first, the new one takes its place by a rename, and then its secret does. One thread, of a
 * process that holds the recorder's lock.
 */
final class Replacement {
    private static final Logger LOG = LoggerFactory.getLogger(Replacement.class);
    private static final List<String> LOG_FILES = List.of("-wal", "-shm");

    private final Path file;
    private final Path aside;
    private final boolean replaces;
    private final Deque<String> kept = new ArrayDeque<>();

    /** @param aside for what was there */
    Replacement(Path file, Path aside) {
        this.file = file;
        this.aside = aside;
        this.replaces = Files.exists(file);
    }

    /** What is done without coming back. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /** Where what is to be put is made ready; for as long as it is there, it has not taken its place. */
    static Path incoming(Path file) {
        return with(file, ".restoring");
    }

    /**
     * @param incoming whole and on the disk, as is what belongs to it, by the same endings
     * @return where what was there is kept; empty when there was nothing
     * @throws IOException when all is as it was
     */
    Optional<Path> put(Path incoming) throws IOException {
        try {
            for (Step step : steps(incoming)) {
                step.run();
            }
        } catch (IOException e) {
            putBack();
            throw e;
        }
        return replaces ? Optional.of(aside) : Optional.empty();
    }

    /** A process may end after each of them, or within: {@link #finish} then comes before the file is used. */
    List<Step> steps(Path incoming) {
        return List.of(
                this::closeLog,
                this::keep,
                this::removeLog,
                () -> Files.move(incoming, file, StandardCopyOption.ATOMIC_MOVE),
                () -> putSecret(incoming, file),
                this::flushFolder);
    }

    /** Whether the file that is there does not have its own secret yet. */
    static boolean isHalfDone(Path file) {
        Path incoming = incoming(file);
        return Files.exists(with(incoming, SecretFile.ENDING)) && Files.notExists(incoming);
    }

    /**
     * Ends what a process began that died: the one that came has its own secret, the one that stayed has no second name
     * any more, under which its log would not be found.
     */
    static void finish(Path file) throws IOException {
        Path incoming = incoming(file);
        if (Files.exists(incoming)) {
            for (String ending : List.of("", "-wal", "-shm", SecretFile.ENDING)) {
                removeOtherNames(with(file, ending), file);
            }
            Files.deleteIfExists(with(incoming, SecretFile.ENDING));
            Files.delete(incoming);
        } else {
            putSecret(incoming, file);
        }
    }

    /**
     * So that the file is whole without one; it can only be done where nobody else has it open. A damaged one is not
     * made worse by staying as it is.
     */
    private void closeLog() throws IOException {
        if (!replaces) {
            return;
        }
        try (Connection connection = SqliteDriver.of(null).connect(file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 0");
            statement.execute("PRAGMA journal_mode = DELETE");
        } catch (SQLException e) {
            if (e.getErrorCode() == SqlFailure.BUSY) {
                throw new IOException(file + " is open in another program", e);
            }
            LOG.warn("the log of {} cannot be moved into it; it is kept beside it", file, e);
        }
    }

    private void keep() throws IOException {
        for (String ending : List.of("", "-wal", "-shm", SecretFile.ENDING)) {
            if (Files.exists(with(file, ending))) {
                sameOrCopy(with(file, ending), with(aside, ending));
                kept.add(ending);
            }
        }
    }

    /** One of the old file would be taken for that of the new one. */
    private void removeLog() throws IOException {
        for (String ending : LOG_FILES) {
            Files.deleteIfExists(with(file, ending));
        }
    }

    private static void putSecret(Path incoming, Path file) throws IOException {
        Path secret = with(incoming, SecretFile.ENDING);
        Path present = with(file, SecretFile.ENDING);
        if (!Files.exists(secret)) {
            return;
        }
        if (Files.exists(present) && Arrays.equals(Files.readAllBytes(secret), Files.readAllBytes(present))) {
            Files.delete(secret);
        } else {
            Files.move(secret, present, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private void putBack() {
        try {
            if (!replaces) {
                Files.deleteIfExists(file);
            }
            for (String ending : kept) {
                Files.move(with(aside, ending), with(file, ending), StandardCopyOption.REPLACE_EXISTING);
                // Of two names of one file a move leaves both.
                Files.deleteIfExists(with(aside, ending));
            }
        } catch (IOException e) {
            LOG.error("{} stays under the name {}", file, aside, e);
        }
    }

    private static void removeOtherNames(Path one, Path file) throws IOException {
        if (!Files.exists(one)) {
            return;
        }
        String name = file.getFileName().toString();
        try (DirectoryStream<Path> beside = Files.newDirectoryStream(file.resolveSibling(""))) {
            for (Path other : beside) {
                boolean named = other.getFileName().toString().startsWith(name);
                if (named && !other.equals(one) && Files.isSameFile(other, one)) {
                    Files.delete(other);
                }
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
