package io.github.openrouterproxy.config;

import io.github.openrouterproxy.config.ClientSettings.OnDisconnect;
import io.github.openrouterproxy.config.RecordingSettings.OnFailure;
import io.github.openrouterproxy.config.RecordingSettings.StoredKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * Fills {@link Settings} from, in this order: environment, system properties, context parameters, defaults.
 */
public final class SettingsReader {
    /** Where a value may come from; null where the name is not set. */
    @FunctionalInterface
    public interface Source {
        @Nullable
        String value(String name);
    }

    private static final Map<String, Level> LOG_LEVELS = Map.of(
            "ERROR",
            Level.SEVERE,
            "WARN",
            Level.WARNING,
            "INFO",
            Level.INFO,
            "DEBUG",
            Level.FINE,
            "TRACE",
            Level.FINEST);

    private final List<Source> sources;
    private final Path defaultDatabase;

    public SettingsReader(List<Source> sources, Path defaultDatabase) {
        this.sources = List.copyOf(sources);
        this.defaultDatabase = defaultDatabase;
    }

    /** A reader of this process' environment and of a context's parameters. */
    public static SettingsReader ofProcess(Source contextParameters) {
        Path home = Path.of(System.getProperty("catalina.base", "")).toAbsolutePath();
        return new SettingsReader(
                List.of(System::getenv, System::getProperty, contextParameters),
                home.resolve("data").resolve("proxy_requests.db"));
    }

    /** @throws SettingsException naming every mistake at once */
    public Settings read() {
        SettingValues values = new SettingValues(sources);
        Settings settings = new Settings(
                upstream(values),
                new RetrySettings(
                        values.integer("RETRY_MAX_ATTEMPTS", 3, 1, 10),
                        values.statuses("RETRY_STATUSES", "429,502,503,529"),
                        values.duration("RETRY_MAX_WAIT", "20s", Duration.ZERO, Duration.ofHours(1))),
                new ClientSettings(
                        values.choice("ON_CLIENT_DISCONNECT", OnDisconnect.class, OnDisconnect.CANCEL),
                        values.duration("DRAIN_TIMEOUT", "60s", Duration.ofSeconds(1), Duration.ofHours(1)),
                        values.bytes("MAX_REQUEST_BYTES", "100MB", 1)),
                new RecordingSettings(
                        values.bytes("MAX_RECORDED_BYTES", "16MB", 0, Integer.MAX_VALUE / 2),
                        values.choice("RECORD_FAILURE", OnFailure.class, OnFailure.OPEN),
                        values.duration("RECORD_WAIT", "1s", Duration.ZERO, Duration.ofMinutes(1)),
                        values.choice("STORE_KEYS", StoredKeys.class, StoredKeys.FINGERPRINT),
                        values.optionalPath("REDACTION_RULES")),
                new StoreSettings(
                        values.path("DATABASE_PATH", defaultDatabase),
                        values.integer("MAX_REQUESTS_HISTORY", 1000, 0, Integer.MAX_VALUE),
                        values.optionalDuration("MAX_HISTORY_AGE", Duration.ofMinutes(1), Duration.ofDays(36_500)),
                        values.optionalBytes("MAX_DATABASE_SIZE", 1 << 20),
                        EncryptionReader.read(values)),
                new MonitorSettings(AccessReader.read(values), values.integer("PAGE_SIZE", 20, 1, 200)),
                values.secret("FINGERPRINT_SECRET", 32),
                values.optionalPath("ENCRYPTION_KEY_FILE"),
                values.oneOf("LOG_LEVEL", LOG_LEVELS, Level.INFO));
        values.rejectMistakes();
        return settings;
    }

    private static UpstreamSettings upstream(SettingValues values) {
        Duration longest = Duration.ofDays(1);
        Duration shortest = Duration.ofMillis(1);
        return new UpstreamSettings(
                values.base("OPENAI_API_BASE", "https://openrouter.ai/api/v1"),
                values.secret("DEFAULT_APIKEY"),
                values.duration("CONNECT_TIMEOUT", "10s", shortest, longest),
                values.duration("REQUEST_TIMEOUT", "300s", shortest, longest),
                values.flag("UPSTREAM_HTTP2", false),
                values.proxy("UPSTREAM_PROXY"));
    }
}
