package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.openai.SearchTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A recording database in a folder of its own, for one test. */
public final class TemporaryDatabase implements BeforeEachCallback, AfterEachCallback {
    private @Nullable Path folder;
    private @Nullable SqliteDatabase database;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("database");
        database = SqliteDatabase.open(settings(), null, SearchTexts::of, true);
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        open().close();
        try (Stream<Path> files = Files.list(file().resolveSibling(""))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(file().resolveSibling(""));
    }

    public SqliteDatabase open() {
        if (database == null) {
            throw new IllegalStateException("outside of a test");
        }
        return database;
    }

    public Path file() {
        if (folder == null) {
            throw new IllegalStateException("outside of a test");
        }
        return folder.resolve("test.db");
    }

    public StoreSettings settings() {
        return new StoreSettings(file(), 1000, null, null, List.of());
    }
}
