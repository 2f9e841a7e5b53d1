package io.github.openrouterproxy.dao.sqlite.file;

import io.github.openrouterproxy.dao.DatabaseException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a second copy of the SQLite driver, and a second recording context, on one file within this JVM. Any
 * thread.
 *
 * <p>Two copies of the native library do not see each other's locks (POSIX locks do not exclude within a process) and
 * destroy the file. Contexts of one JVM share no class of ours, so that what they hold is written down where all of
 * them see it: in a system property per file, a string such as {@code 1b2c-3d4e 2 recording}.
 */
final class JvmGuard implements AutoCloseable {
    private static final String PREFIX = "openrouter-proxy.sqlite:";

    private final String key;
    private final boolean recording;
    private boolean held = true;

    private JvmGuard(String key, boolean recording) {
        this.key = key;
        this.recording = recording;
    }

    /**
     * @param file its real path
     * @throws DatabaseException with the way out in its message
     */
    static JvmGuard hold(Path file, String driverIdentity, boolean recording) {
        JvmGuard guard = new JvmGuard(PREFIX + file, recording);
        System.getProperties()
                .compute(
                        guard.key,
                        (key, held) -> Holders.parse(held, driverIdentity)
                                .plus(file, driverIdentity, recording)
                                .toString());
        return guard;
    }

    @Override
    public synchronized void close() {
        if (!held) {
            return;
        }
        held = false;
        System.getProperties()
                .computeIfPresent(
                        key,
                        (key, value) ->
                                Holders.parse(value, "").minus(recording).textOrNull());
    }

    private record Holders(String driver, int uses, boolean recording) {
        private static final String RECORDING = "recording";

        static Holders parse(@Nullable Object value, String driverWhenNone) {
            if (value == null) {
                return new Holders(driverWhenNone, 0, false);
            }
            String[] words = value.toString().split(" ", -1);
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
