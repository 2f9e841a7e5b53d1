package io.github.openrouterproxy.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.Settings;
import io.github.openrouterproxy.config.SettingsReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SpillingTest {
    private static final String KEY = "00112233445566778899aabbccddeeff".repeat(2);

    @Test
    void largeBodiesMayWaitInFiles() {
        assertThat(Spilling.mayBeUsed(settings(Map.of()))).isTrue();
    }

    @Test
    void nothingWaitsInFilesThatMustNotReachTheDiskAsItIs() {
        assertThat(Spilling.mayBeUsed(settings(Map.of("ENCRYPTION_KEY", KEY)))).isFalse();
        assertThat(Spilling.mayBeUsed(settings(Map.of("REDACTION_RULES", "rules.txt"))))
                .isFalse();
    }

    private static Settings settings(Map<String, String> set) {
        return SettingsReader.ofProcess(set::get).read();
    }
}
