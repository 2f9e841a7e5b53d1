package io.github.openrouterproxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.openrouterproxy.config.ClientSettings.OnDisconnect;
import io.github.openrouterproxy.config.RecordingSettings.OnFailure;
import io.github.openrouterproxy.config.RecordingSettings.StoredKeys;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
    private static final Path DEFAULT_DATABASE = Path.of("/srv/tomcat/data/proxy_requests.db");

    private static final String[] EVERY_NAME = {
        "OPENAI_API_BASE", "http://127.0.0.1:9/v1/",
        "DEFAULT_APIKEY", "sk-default",
        "SUPER_ADMIN_APIKEY", "sk-admin",
        "MAX_REQUESTS_HISTORY", "0",
        "MAX_HISTORY_AGE", "30d",
        "MAX_DATABASE_SIZE", "20GB",
        "PAGE_SIZE", "200",
        "DATABASE_PATH", "/var/lib/x.db",
        "REQUEST_TIMEOUT", "10m",
        "CONNECT_TIMEOUT", "250ms",
        "UPSTREAM_HTTP2", "true",
        "UPSTREAM_PROXY", "http://user:pa%20ss@proxy.example:3128",
        "RETRY_MAX_ATTEMPTS", "1",
        "RETRY_STATUSES", "500, 502",
        "RETRY_MAX_WAIT", "1m",
        "ON_CLIENT_DISCONNECT", "drain",
        "DRAIN_TIMEOUT", "5s",
        "MAX_REQUEST_BYTES", "1kb",
        "MAX_RECORDED_BYTES", "512KB",
        "RECORD_FAILURE", "closed",
        "RECORD_WAIT", "50ms",
        "STORE_KEYS", "plain",
        "REDACTION_RULES", "/etc/rules",
        "ADMIN_APIKEYS", "sk-a2, sk-a3",
        "AUDITOR_APIKEYS", "sk-reader",
        "SESSION_IDLE_TIMEOUT", "30m",
        "SESSION_MAX_AGE", "7d",
        "ALLOWED_HOSTS", "Monitor.Example,m2",
        "LOGIN_CONTAINER", "true",
        "LOGIN_HEADER", "X-Remote-User",
        "LOGIN_HEADER_FROM", "10.0.0.5, fd00::/8",
        "LOGIN_ADMINS", "alice,bob",
        "LOGIN_AUDITORS", "carol",
        "MAX_AUDIT_AGE", "90d",
        "FINGERPRINT_SECRET", "0123456789abcdef0123456789abcdef",
        "LOG_LEVEL", "debug"
    };

    @Test
    void hasTheDefaultsThatAreWrittenDown() {
        assertThat(read())
                .isEqualTo(new Settings(
                        new UpstreamSettings(
                                URI.create("https://openrouter.ai/api/v1"),
                                null,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(300),
                                false,
                                null),
                        new RetrySettings(3, Set.of(429, 502, 503, 529), Duration.ofSeconds(20)),
                        new ClientSettings(OnDisconnect.CANCEL, Duration.ofSeconds(60), 100L << 20),
                        new RecordingSettings(
                                16L << 20, OnFailure.OPEN, Duration.ofSeconds(1), StoredKeys.FINGERPRINT, null),
                        new StoreSettings(DEFAULT_DATABASE, 1000, null, null, List.of()),
                        new MonitorSettings(
                                new AccessSettings(
                                        List.of(),
                                        List.of(),
                                        Duration.ofHours(8),
                                        Duration.ofHours(24),
                                        List.of(),
                                        VouchingSettings.OFF,
                                        Duration.ofDays(365)),
                                20),
                        null,
                        null,
                        Level.INFO));
    }

    @Test
    void readsEveryName() {
        Settings settings = read(EVERY_NAME);

        assertThat(settings)
                .isEqualTo(new Settings(
                        new UpstreamSettings(
                                URI.create("http://127.0.0.1:9/v1"),
                                new Secret("sk-default"),
                                Duration.ofMillis(250),
                                Duration.ofMinutes(10),
                                true,
                                URI.create("http://user:pa%20ss@proxy.example:3128")),
                        new RetrySettings(1, Set.of(500, 502), Duration.ofMinutes(1)),
                        new ClientSettings(OnDisconnect.DRAIN, Duration.ofSeconds(5), 1024),
                        new RecordingSettings(
                                512 << 10,
                                OnFailure.CLOSED,
                                Duration.ofMillis(50),
                                StoredKeys.PLAIN,
                                Path.of("/etc/rules")),
                        new StoreSettings(Path.of("/var/lib/x.db"), 0, Duration.ofDays(30), 20L << 30, List.of()),
                        new MonitorSettings(
                                new AccessSettings(
                                        List.of(new Secret("sk-admin"), new Secret("sk-a2"), new Secret("sk-a3")),
                                        List.of(new Secret("sk-reader")),
                                        Duration.ofMinutes(30),
                                        Duration.ofDays(7),
                                        List.of("monitor.example", "m2"),
                                        new VouchingSettings(
                                                true,
                                                "X-Remote-User",
                                                List.of(new AddressRange("10.0.0.5"), new AddressRange("fd00::/8")),
                                                List.of("alice", "bob"),
                                                List.of("carol")),
                                        Duration.ofDays(90)),
                                200),
                        new Secret("0123456789abcdef0123456789abcdef"),
                        null,
                        Level.FINE));
    }

    @Test
    void prefersTheEnvironmentThenPropertiesThenContextParameters() {
        Map<String, String> environment = Map.of("PAGE_SIZE", "1");
        Map<String, String> properties = Map.of("PAGE_SIZE", "2", "RETRY_MAX_ATTEMPTS", "2");
        Map<String, String> parameters = Map.of("PAGE_SIZE", "3", "RETRY_MAX_ATTEMPTS", "4", "RECORD_WAIT", "5s");

        Settings settings = new SettingsReader(
                        List.of(environment::get, properties::get, parameters::get), DEFAULT_DATABASE)
                .read();

        assertThat(settings.monitor().pageSize()).isEqualTo(1);
        assertThat(settings.retry().maxAttempts()).isEqualTo(2);
        assertThat(settings.recording().maxWait()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void takesAPropertyOfThisProcessBeforeAContextParameter() {
        Map<String, String> parameters = Map.of("PAGE_SIZE", "8", "RETRY_MAX_ATTEMPTS", "4");
        System.setProperty("PAGE_SIZE", "7");
        try {
            Settings settings = SettingsReader.ofProcess(parameters::get).read();

            assertThat(settings.monitor().pageSize()).isEqualTo(7);
            assertThat(settings.retry().maxAttempts()).isEqualTo(4);
        } finally {
            System.clearProperty("PAGE_SIZE");
        }
    }

    @Test
    void takesABlankValueForNone() {
        assertThat(read("PAGE_SIZE", " ", "DEFAULT_APIKEY", "").monitor().pageSize())
                .isEqualTo(20);
    }

    @Test
    void namesEveryMistakeInOneMessage() {
        assertThatThrownBy(() -> read("PAGE_SIZE", "201", "REQUEST_TIMEOUT", "soon", "OPENAI_API_BASE", "ftp://x"))
                .isInstanceOf(SettingsException.class)
                .hasMessage("Wrong settings: "
                        + "OPENAI_API_BASE=ftp://x is not an http or https address without query,"
                        + " such as https://openrouter.ai/api/v1; "
                        + "REQUEST_TIMEOUT=soon is not a time from 1ms to 1d, such as 300s, 5m or 250ms; "
                        + "PAGE_SIZE=201 is not 1 to 200");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OPENAI_API_BASE|openrouter.ai/api/v1",
                "OPENAI_API_BASE|http://upstream:65536/v1",
                "OPENAI_API_BASE|http://upstream:0/v1",
                "PAGE_SIZE|0",
                "PAGE_SIZE|2147483648",
                "MAX_REQUESTS_HISTORY|-1",
                "MAX_HISTORY_AGE|0s",
                "MAX_DATABASE_SIZE|1KB",
                "REQUEST_TIMEOUT|0s",
                "REQUEST_TIMEOUT|999999999999999d",
                "CONNECT_TIMEOUT|10 parsecs",
                "UPSTREAM_HTTP2|maybe",
                "RETRY_MAX_ATTEMPTS|0",
                "RETRY_STATUSES|429,abc",
                "RETRY_STATUSES|200",
                "RETRY_MAX_WAIT|2h",
                "ON_CLIENT_DISCONNECT|ignore",
                "DRAIN_TIMEOUT|0s",
                "MAX_REQUEST_BYTES|0",
                "MAX_RECORDED_BYTES|9999999999TB",
                "RECORD_FAILURE|maybe",
                "RECORD_WAIT|2m",
                "STORE_KEYS|encrypted",
                "SESSION_IDLE_TIMEOUT|1s",
                "SESSION_MAX_AGE|never",
                "ALLOWED_HOSTS|http://x",
                "ALLOWED_HOSTS|x:8081",
                "LOGIN_CONTAINER|realm",
                "LOGIN_HEADER|X User",
                "LOGIN_HEADER_FROM|proxy.example",
                "LOGIN_HEADER_FROM|10.0.0.0/33",
                "MAX_AUDIT_AGE|1h",
                "LOG_LEVEL|LOUD",
            })
    void refusesAValueOutOfRange(String name, String value) {
        assertThatThrownBy(() -> read(name, value))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(name + "=" + value + " is not ");
    }

    @Test
    void refusesAProxyAtAPortThatIsNone() {
        assertThatThrownBy(() -> read("UPSTREAM_PROXY", "http://proxy:65536"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("UPSTREAM_PROXY (value not shown) is not http://host:port");
    }

    @Test
    void keepsThePasswordOfAWrongProxyOutOfTheMessage() {
        assertThatThrownBy(() -> read("UPSTREAM_PROXY", "http://user:hunter2@proxy"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("UPSTREAM_PROXY (value not shown) is not http://host:port")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "https://user:hunter2@host/v1, https://***@host/v1",
        "https://user:hun/ter2@host/v1, https://***@host/v1",
        "user:hunter2@host, ***@host",
        "https:/user:hunter2@host, https:/***@host",
        "https://host/v1?key=hunter2, https://host/v1?***",
        "https://host/v1?key=hunter2@x, https://***@x",
        "https://user:hun?ter2@host/v1, https://***@host/v1",
        "https://user:hunter2?@host/v1?key=hunter2, https://***@host/v1?***",
        "https://host/v1#key=hunter2, https://host/v1?***",
        "ftp://host, ftp://host",
    })
    void keepsWhatMayBeAPasswordInAWrongAddressOutOfTheMessage(String written, String shown) {
        assertThatThrownBy(() -> read("OPENAI_API_BASE", written))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("OPENAI_API_BASE=" + shown + " is not an http or https address");
    }

    @Test
    void believesNoHeaderFromEverywhere() {
        assertThatThrownBy(() -> read("LOGIN_HEADER", "X-Remote-User"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("LOGIN_HEADER and LOGIN_HEADER_FROM must be set together");
    }

    @Test
    void refusesAShortFingerprintSecretWithoutShowingIt() {
        assertThatThrownBy(() -> read("FINGERPRINT_SECRET", "hunter2"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("FINGERPRINT_SECRET (value not shown) is not 32 characters or more")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void printsNoSecret() {
        assertThat(read(
                        "DEFAULT_APIKEY",
                        "sk-hidden",
                        "SUPER_ADMIN_APIKEY",
                        "sk-hidden",
                        "ADMIN_APIKEYS",
                        "sk-hidden",
                        "AUDITOR_APIKEYS",
                        "sk-hidden",
                        "FINGERPRINT_SECRET",
                        "sk-hidden-0123456789abcdef0123456789abcdef",
                        "ENCRYPTION_KEY",
                        "0123456789abcdef".repeat(4),
                        "UPSTREAM_PROXY",
                        "http://user:sk-hidden@proxy:3128"))
                .asString()
                .doesNotContain("sk-hidden", "0123456789abcdef");
    }

    private static Settings read(String... pairs) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return new SettingsReader(List.of(values::get), DEFAULT_DATABASE).read();
    }
}
