package io.github.openrouterproxy.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RefusalEchoTest {
    private static final String CONTAINER = "org.apache.catalina.core.ContainerBase.[relay].[localhost].[/]";

    private final RefusalEcho echo = new RefusalEcho();

    @Test
    void whatTomcatAddsToARefusalIsLeftOut() {
        assertThat(echo.isLoggable(logged(CONTAINER, new Stackless()))).isFalse();
        assertThat(echo.isLoggable(logged("org.apache.catalina.core.StandardContext", null)))
                .isFalse();
        assertThat(echo.heard()).isTrue();
    }

    @Test
    void theApplicationsOwnSentenceIsKept() {
        assertThat(echo.isLoggable(logged("io.github.openrouterproxy", new Stackless())))
                .isTrue();
        assertThat(echo.heard()).isFalse();
    }

    @Test
    void aFailureThatNobodyHasExplainedIsKeptWhole() {
        assertThat(echo.isLoggable(logged(CONTAINER, new IllegalStateException("surprise"))))
                .isTrue();
        assertThat(echo.isLoggable(logged("org.apache.catalina.core.StandardContext", null)))
                .isTrue();
        assertThat(echo.heard()).isFalse();
    }

    private static LogRecord logged(String logger, @Nullable Throwable thrown) {
        LogRecord record = new LogRecord(Level.SEVERE, "");
        record.setLoggerName(logger);
        record.setThrown(thrown);
        return record;
    }

    private static final class Stackless extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stackless() {
            super("said", null, false, false);
        }
    }
}
