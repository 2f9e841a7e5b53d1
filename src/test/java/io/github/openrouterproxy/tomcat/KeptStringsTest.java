package io.github.openrouterproxy.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What the Tomcat that is shipped keeps of what was sent to it. */
final class KeptStringsTest {
    /** The most frequent ones would stay until the process ends, such as the header with somebody's key. */
    @Test
    void noHeadIsKeptHoweverOftenItComes() throws IOException {
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("tomcat-conf/conf/catalina.properties"))) {
            settings.load(file);
        }

        assertThat(settings)
                .containsEntry("tomcat.util.buf.StringCache.byte.enabled", "false")
                .doesNotContainEntry("tomcat.util.buf.StringCache.char.enabled", "true");
    }
}
