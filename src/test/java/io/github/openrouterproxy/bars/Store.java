package io.github.openrouterproxy.bars;

import io.github.openrouterproxy.config.RecordingSettings;
import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.sqlite.SqliteDatabase;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.openai.SearchTexts;
import io.github.openrouterproxy.recorder.Recorder;
import io.github.openrouterproxy.recorder.RecorderLimits;
import io.github.openrouterproxy.recorder.pricing.Costing;
import io.github.openrouterproxy.recorder.redaction.Redaction;
import io.github.openrouterproxy.recorder.redaction.RedactionRules;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** The product's own store and recorder, set up as the server sets them up. */
record Store(SqliteDatabase database, StoreSettings settings) implements AutoCloseable {
    static final KeyFingerprints FINGERPRINTS = new KeyFingerprints("bars".getBytes(StandardCharsets.UTF_8));
    private static final long MAX_BODY = 16L * 1024 * 1024;

    static Store open(Path file) {
        StoreSettings settings = new StoreSettings(file, 0, null, null);
        return new Store(SqliteDatabase.open(settings, null, SearchTexts::of, true), settings);
    }

    /** Started; to be stopped before the store is closed. */
    Recorder recorder() {
        Recorder recorder = new Recorder(
                database.writer(),
                database.checkpoints(),
                FINGERPRINTS,
                new RecordingSettings(
                        MAX_BODY,
                        RecordingSettings.OnFailure.OPEN,
                        Duration.ofSeconds(10),
                        RecordingSettings.StoredKeys.FINGERPRINT,
                        null),
                settings,
                Clock.systemUTC(),
                new Redaction(RedactionRules.NONE),
                Costing.NONE,
                RecorderLimits.ofThisProcess());
        recorder.start();
        return recorder;
    }

    @Override
    public void close() {
        database.close();
    }
}
