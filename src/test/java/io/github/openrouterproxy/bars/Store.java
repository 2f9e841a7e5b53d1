package io.github.openrouterproxy.bars;

import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.sqlite.SqliteDatabase;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.openai.SearchTexts;
import io.github.openrouterproxy.recorder.Recorder;
import io.github.openrouterproxy.recorder.Recorders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The product's own store and recorder, set up as the server sets them up. */
record Store(SqliteDatabase database, StoreSettings settings) implements AutoCloseable {
    static final KeyFingerprints FINGERPRINTS = new KeyFingerprints("bars".getBytes(StandardCharsets.UTF_8));

    static Store open(Path file) {
        StoreSettings settings = new StoreSettings(file, 0, null, null);
        return new Store(SqliteDatabase.open(settings, null, SearchTexts::of, true), settings);
    }

    /** Started; to be stopped before the store is closed. */
    Recorder recorder() {
        Recorder recorder = Recorders.of(database, database.checkpoints(), settings, FINGERPRINTS);
        recorder.start();
        return recorder;
    }

    @Override
    public void close() {
        database.close();
    }
}
