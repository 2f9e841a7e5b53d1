package io.github.openrouterproxy.boot;

import io.github.openrouterproxy.config.SettingsException;
import io.github.openrouterproxy.config.SettingsReader;
import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.sqlite.file.DatabaseCopy;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Backs the database up, or restores it, in a process of its own: {@code backup FILE} while the server runs,
 * {@code restore FILE} while it is stopped. Which database is decided as for the server.
 */
public final class DatabaseCommand {
    private static final String USAGE = """
            Usage: database.sh backup FILE   (also while the server runs)
                   database.sh restore FILE  (while it is stopped)""";

    private static final int WRONG_USE = 2;

    private DatabaseCommand() {}

    /** Exits with 1 after one sentence on what went wrong, with 2 when it does not understand. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        if (arguments.length != 2) {
            System.err.println(USAGE);
            return WRONG_USE;
        }
        try {
            Path file = Path.of(arguments[1]).toAbsolutePath();
            Path database =
                    SettingsReader.ofProcess(name -> null).read().store().database();
            switch (arguments[0]) {
                case "backup" -> backUp(database, file);
                case "restore" -> restore(file, database);
                default -> {
                    System.err.println(USAGE);
                    return WRONG_USE;
                }
            }
            return 0;
        } catch (DatabaseException | SettingsException | InvalidPathException e) {
            System.err.println(e.getMessage());
            return 1;
        }
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
