package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.config.RecordingSettings;
import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.CheckpointDao;
import io.github.openrouterproxy.dao.sqlite.SqliteDatabase;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.recorder.pricing.Costing;
import io.github.openrouterproxy.recorder.redaction.Redaction;
import io.github.openrouterproxy.recorder.redaction.RedactionRules;
import java.time.Clock;
import java.time.Duration;

/** Recorders over a real file, set up as the server sets them up; not started. */
public final class Recorders {
    private static final long MAX_BODY = 16L * 1024 * 1024;

    private Recorders() {}

    /** @param log the database's own, or what a test puts in front of it */
    public static Recorder of(
            SqliteDatabase database, CheckpointDao log, StoreSettings settings, KeyFingerprints fingerprints) {
        return new Recorder(
                database.writer(),
                log,
                fingerprints,
                new RecordingSettings(
                        MAX_BODY,
                        RecordingSettings.OnFailure.OPEN,
                        Duration.ofSeconds(10),
                        RecordingSettings.StoredKeys.FINGERPRINT,
                        null),
                settings,
                Clock.systemUTC(),
                new Redaction(RedactionRules.NONE, Long.MAX_VALUE),
                Costing.NONE,
                RecorderLimits.ofThisProcess());
    }
}
