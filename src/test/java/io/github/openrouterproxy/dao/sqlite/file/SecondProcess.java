package io.github.openrouterproxy.dao.sqlite.file;

import io.github.openrouterproxy.dao.DatabaseException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Records into the file it is told, in a process of its own, and says how that went. */
final class SecondProcess {
    private SecondProcess() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (DatabaseFile file = DatabaseFile.open(Path.of(arguments[0]), SqliteDriver.of(null), true)) {
            out.println(file == null ? "nothing" : "recording");
        } catch (DatabaseException e) {
            out.println(e.getMessage());
        }
    }
}
