package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.config.RecordingSettings;
import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.CheckpointDao;
import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.dao.sqlite.SqliteDatabase;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.recorder.figures.CallFigures;
import io.github.openrouterproxy.recorder.pricing.Costing;
import io.github.openrouterproxy.recorder.redaction.Redaction;
import io.github.openrouterproxy.recorder.redaction.RedactionRules;
import io.github.openrouterproxy.recorder.retention.Retention;
import io.github.openrouterproxy.testing.NoLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Recorders set up as the server sets them up, and parts of such; not started. */
public final class Recorders {
    private static final long MAX_BODY = 16L * 1024 * 1024;

    private Recorders() {}

    /** With fingerprints of its own, which stores no key, redacts nothing and asks for no prices. */
    static ExchangeAssembler assembler() {
        return new ExchangeAssembler(
                new KeyFingerprints(new byte[32]),
                RecordingSettings.StoredKeys.FINGERPRINT,
                new Redaction(RedactionRules.NONE, Long.MAX_VALUE),
                Costing.NONE);
    }

    /** That keeps all, and has no log to empty. */
    static BatchWriter writer(RecordQueue queue, ExchangeWriteDao dao, WriteHealth health, LongSupplier nanoTime) {
        return new BatchWriter(
                queue,
                new InFlightCalls(),
                dao,
                assembler(),
                new Retention(
                        dao,
                        new StoreSettings(Path.of("unused"), 0, null, null, List.of()),
                        Clock.systemUTC(),
                        nanoTime),
                new Checkpointer(new NoLog()),
                health,
                new CallFigures(),
                nanoTime);
    }

    /** Over a real file.
     * @param log the database's own, or what a test puts in front of it
     */
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
