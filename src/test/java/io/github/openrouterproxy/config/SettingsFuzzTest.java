package io.github.openrouterproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.Fuzz;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsFuzzTest {
    private static final List<String> NAMES = List.of(
            "OPENAI_API_BASE",
            "UPSTREAM_PROXY",
            "RETRY_STATUSES",
            "RETRY_MAX_WAIT",
            "MAX_REQUEST_BYTES",
            "MAX_HISTORY_AGE",
            "DATABASE_PATH",
            "LOGIN_HEADER_FROM",
            "ALLOWED_HOSTS",
            "FINGERPRINT_SECRET");
    private static final List<String> WORDS = List.of(
            "http://", "user:pass@", "host", ":", "99999", "429", ",", "s", "d", "TB", "999999999999999TB", "[::1]");

    @Test
    void everyValueIsTakenOrRefusedByItsName() {
        Fuzz.rounds(fuzz -> {
            String name = fuzz.oneOf(NAMES);
            String value = fuzz.number(2) == 0 ? fuzz.oneOf(WORDS) : fuzz.text(WORDS);
            SettingsReader.Source only = asked -> asked.equals(name) ? value : null;
            try {
                assertThat(new SettingsReader(List.of(only), Path.of("x.db")).read())
                        .isNotNull();
            } catch (SettingsException e) {
                assertThat(e).hasMessageContaining(name);
            }
        });
    }
}
