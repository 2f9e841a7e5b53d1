package io.github.openrouterproxy.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.ops.HealthServlet.Check;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HealthServletTest {
    @Test
    void eachCheckIsNamedWithItsResult() {
        HealthServlet health =
                new HealthServlet(List.of(new Check("database", () -> true), new Check("recorder", () -> false)));

        assertThat(HealthServlet.json(false, health.results()))
                .isEqualTo("{\"status\":\"down\",\"checks\":{\"database\":\"up\",\"recorder\":\"down\"}}");
    }

    @Test
    void aCheckThatThrowsHasFailed() {
        HealthServlet health = new HealthServlet(List.of(new Check("database", () -> {
            throw new IllegalStateException("gone");
        })));

        assertThat(health.results()).containsEntry("database", false);
    }
}
