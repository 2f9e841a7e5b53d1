package io.github.openrouterproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccessSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,'',false",
        "127.8.0.1,'',false",
        "::1,'',false",
        "Localhost,'',false",
        "0.0.0.0,'',true",
        "::,'',true",
        "10.0.0.5,'',true",
        "monitor.example,'',true",
        "0.0.0.0,monitor.example,false",
        "0.0.0.0,*,false"
    })
    void everyNameIsServedOnAddressesOfOthersUnlessNamesAreListed(String host, String allowed, boolean every) {
        AccessSettings settings = new SettingsReader(List.of(Map.of("ALLOWED_HOSTS", allowed)::get), Path.of("x.db"))
                .read()
                .monitor()
                .access();

        assertThat(settings.servesEveryNameOn(host)).isEqualTo(every);
    }
}
