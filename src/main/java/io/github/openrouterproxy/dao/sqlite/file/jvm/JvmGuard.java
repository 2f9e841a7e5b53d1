package io.github.openrouterproxy.dao.sqlite.file.jvm;

import io.github.openrouterproxy.dao.DatabaseException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a second copy of the SQLite driver, and a second recording context, on one file within this JVM. Any
 * thread.
 *
 * <p>Two copies of the native library do not see each other's locks (POSIX locks do not exclude within a process) and
 * destroy the file. So what the contexts hold is written down where all of them see it, in a word such as
 * {@code 1b2c-3d4e 2 recording}.
 */
public final class JvmGuard implements AutoCloseable {
    private final JvmWord held;
    private final boolean recording;
    private boolean closed;

    private JvmGuard(JvmWord held, boolean recording) {
        this.held = held;
        this.recording = recording;
    }

    /**
     * @param file its real path
     * @throws DatabaseException with the way out in its message
     */
    public static JvmGuard hold(Path file, String driverIdentity, boolean recording) {
        JvmWord held = new JvmWord("sqlite", file);
        held.change(before -> Holders.parse(before, driverIdentity)
                .plus(file, driverIdentity, recording)
                .toString());
        return new JvmGuard(held, recording);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        held.change(before -> before == null
                ? null
                : Holders.parse(before, "").minus(recording).textOrNull());
    }

    private record Holders(String driver, int uses, boolean recording) {
        private static final String RECORDING = "recording";

        static Holders parse(@Nullable String value, String driverWhenNone) {
            if (value == null) {
                return new Holders(driverWhenNone, 0, false);
            }
            String[] words = value.split(" ", -1);
            return new Holders(words[0], Integer.parseInt(words[1]), words[2].equals(RECORDING));
        }

        Holders plus(Path file, String newDriver, boolean newRecording) {
            if (!driver.equals(newDriver)) {
                throw new DatabaseException("Another copy of the SQLite driver in this JVM has " + file
                        + " open, and two copies would destroy it: put the sqlite-jdbc jar once into Tomcat's lib and"
                        + " take it out of every WEB-INF/lib, as the shipped tomcat-conf does, or undeploy the other"
                        + " context.");
            }
            if (recording && newRecording) {
                throw new DatabaseException("Another context of this Tomcat already records into " + file
                        + ": undeploy it, or give this one a DATABASE_PATH of its own.");
            }
            return new Holders(driver, uses + 1, recording || newRecording);
        }

        Holders minus(boolean endsRecording) {
            return new Holders(driver, uses - 1, recording && !endsRecording);
        }

        @Nullable
        String textOrNull() {
            return uses == 0 ? null : toString();
        }

        @Override
        public String toString() {
            return driver + " " + uses + " " + (recording ? RECORDING : "reading");
        }
    }
}
