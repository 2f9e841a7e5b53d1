package io.github.openrouterproxy.boot;

import io.github.openrouterproxy.config.SettingsException;
import io.github.openrouterproxy.config.SettingsReader;
import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.sqlite.Resealing;
import io.github.openrouterproxy.dao.sqlite.file.DatabaseCopy;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Looks after the database in a process of its own: {@code backup FILE} while the server runs, {@code restore FILE} and
 * {@code reencrypt} while it is stopped. Which database, and its keys, are decided as for the server.
 */
public final class DatabaseCommand {
    private static final String USAGE = """
            Usage: database.sh backup FILE   (also while the server runs)
                   database.sh restore FILE  (while it is stopped)
                   database.sh reencrypt     (while it is stopped)""";

    private static final int WRONG_USE = 2;

    private DatabaseCommand() {}

    /** Exits with 1 after one sentence on what went wrong, with 2 when it does not understand. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        try {
            if (arguments.length == 1 && arguments[0].equals("reencrypt")) {
                return reencrypt(store());
            }
            if (arguments.length == 2 && arguments[0].equals("backup")) {
                backUp(store().database(), file(arguments[1]));
                return 0;
            }
            if (arguments.length == 2 && arguments[0].equals("restore")) {
                restore(file(arguments[1]), store().database());
                return 0;
            }
            System.err.println(USAGE);
            return WRONG_USE;
        } catch (DatabaseException | SettingsException | InvalidPathException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    private static StoreSettings store() {
        return SettingsReader.ofProcess(name -> null).read().store();
    }

    private static Path file(String argument) {
        return Path.of(argument).toAbsolutePath();
    }

    private static int reencrypt(StoreSettings store) {
        long sealed = 0;
        try (Resealing resealing = Resealing.open(store)) {
            Optional<Integer> done = resealing.step();
            while (done.isPresent()) {
                sealed += done.get();
                done = resealing.step();
            }
            resealing.wipe();
            System.out.println(sealed + " bodies in " + store.database() + " were brought under the first key.");
            if (resealing.unreadable() > 0) {
                System.err.println(resealing.unreadable()
                        + " bodies stay as they are: their key is not among those set, or they were changed.");
                return 1;
            }
        }
        System.out.println("All are under it: the other keys are not needed any more.");
        return 0;
    }

    private static void backUp(Path database, Path file) {
        DatabaseCopy.backUp(database, file);
        System.out.println("All that was committed in " + database + " is in " + file + ".");
    }

    private static void restore(Path file, Path database) {
        Optional<Path> aside = DatabaseCopy.restore(
                file, database, ".replaced-" + Instant.now().getEpochSecond());
        System.out.println("The database " + database + " is as it was backed up in " + file + ".");
        aside.ifPresent(old -> System.out.println("The one that was there is kept as " + old + "."));
    }
}
