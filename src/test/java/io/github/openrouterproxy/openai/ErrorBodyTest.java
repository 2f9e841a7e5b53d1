package io.github.openrouterproxy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ErrorBodyTest {
    @Test
    void itIsTheEnvelopeThatClientsOfOpenAiRead() {
        assertThat(text(ErrorBody.json(502, "upstream_unreachable", "connection refused")))
                .isEqualTo("""
                        {"error":{"message":"connection refused","type":"upstream_unreachable","code":502}}""");
    }

    @Test
    void aMessageCannotBreakOutOfIt() {
        assertThat(text(ErrorBody.json(400, "t", "\"}\n中")))
                .isEqualTo("{\"error\":{\"message\":\"\\\"}\\n中\",\"type\":\"t\",\"code\":400}}");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
