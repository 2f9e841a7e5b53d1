package io.github.openrouterproxy.openai;

import static io.github.openrouterproxy.openai.Answers.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.TokenUsage;
import org.junit.jupiter.api.Test;

/** What is read of the end of an answer that was too long to be kept. */
class TailTest {
    private static final TokenUsage USED = new TokenUsage(9L, 3L, 12L, null, null, 250_000L);
    private static final String USAGE =
            "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12,\"cost\":0.00025}";

    @Test
    void theUsageOfAStreamIsReadFromItsLastEvents() {
        String tail = "tent\":\"lo\"}}]}\n\ndata: {\"choices\":[]," + USAGE + "}\n\ndata: [DONE]\n\n";

        assertThat(usage(Answers.EVENTS, "data: {\"choices\":[{\"delta\":{\"con", tail))
                .isEqualTo(USED);
    }

    @Test
    void theUsageOfALastEventIsReadWhoseBeginningWasNotKept() {
        String tail = "iVBOR\"}]," + USAGE + ",\"user\":null}}\n\n";

        assertThat(usage(Answers.EVENTS, "data: {\"response\":{\"status\":\"in_progress\"}}\n\ndata: {\"resp", tail))
                .isEqualTo(USED);
    }

    @Test
    void theUsageOfAPlainAnswerIsReadFromItsEnd() {
        String tail = "and says \\\"usage\\\": so\"}}]," + USAGE + ",\"service_tier\":null}";

        assertThat(usage(Answers.JSON, "{\"choices\":[{\"mess", tail)).isEqualTo(USED);
    }

    @Test
    void anEndThatTellsNothingAndACompressedOneChangeNothing() {
        assertThat(usage(Answers.JSON, "{\"choices\":[", "no \"usage\"")).isEqualTo(TokenUsage.UNKNOWN);
        assertThat(usage(Answers.JSON.with("Content-Encoding", "br"), "{", USAGE))
                .isEqualTo(TokenUsage.UNKNOWN);
    }

    private static TokenUsage usage(Headers headers, String head, String tail) {
        Body body = new Body(utf8(head), 1_000_000, "00", true, utf8(tail));
        return UsageReader.read(Answers.captured("POST", "{}", 200, headers, body))
                .understanding()
                .usage();
    }
}
