package io.github.openrouterproxy.dao.sqlite.file;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.sqlite.file.jvm.JvmGuard;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second process from recording into the same file: a lock on {@code <database>.lock}, which the operating
 * system lets go of when the process dies. The file itself stays, since removing it would race with the next holder.
 *
 * <p>Never opened twice in one JVM: closing any channel on a file drops all POSIX locks that the process has on it.
 * {@link JvmGuard} comes first and sees to that.
 */
final class RecordingLock implements AutoCloseable {
    private final FileChannel channel;

    private RecordingLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws DatabaseException when another process holds it */
    static RecordingLock hold(Path database) {
        Path file = database.resolveSibling(database.getFileName() + ".lock");
        try {
            FileAccess.createPrivately(file);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new DatabaseException("Another process already records into " + database
                        + ": stop it, or give this one a DATABASE_PATH of its own.");
            }
            return new RecordingLock(channel);
        } catch (IOException e) {
            throw new DatabaseException(
                    "Cannot write " + file + ": give DATABASE_PATH a folder that can be written.", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new DatabaseException("The lock beside the database cannot be let go of.", e);
        }
    }
}
