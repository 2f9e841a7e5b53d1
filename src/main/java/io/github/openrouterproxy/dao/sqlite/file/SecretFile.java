package io.github.openrouterproxy.dao.sqlite.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the secret is that the keys of a database are fingerprinted with. Any thread. */
public final class SecretFile {
    static final String ENDING = ".secret";

    private SecretFile() {}

    /**
     * Beside the database itself, where a restore puts it; beside a link that names it only where it has been until
     * now.
     *
     * @param database there or not
     */
    public static Path of(Path database) throws IOException {
        Path named = beside(database);
        Path real = Files.exists(database) ? beside(database.toRealPath()) : named;
        return Files.exists(real) || Files.notExists(named) ? real : named;
    }

    static Path beside(Path database) {
        return database.resolveSibling(database.getFileName() + ENDING);
    }
}
