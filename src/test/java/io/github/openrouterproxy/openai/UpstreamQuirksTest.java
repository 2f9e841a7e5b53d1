package io.github.openrouterproxy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.exchange.Understanding.ToolCalls;
import io.github.openrouterproxy.openai.UsageReader.Reading;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What single upstreams do otherwise than the formats say. */
class UpstreamQuirksTest {
    private static final TokenUsage USED = new TokenUsage(19L, 13L, 32L, null, null, null);
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":19,\"completion_tokens\":13,\"total_tokens\":32}";

    @Test
    void whatAMessageCountsAtItsStartIsNoCountOfItsAnswer() {
        Understanding cut = Answers.readStream("""
                event: message_start
                data: {"type":"message_start","message":{"id":"msg_1","model":"claude","stop_reason":null,
                data: "usage":{"input_tokens":25,"output_tokens":1}}}

                """, """
                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello world"}}

                """).understanding();

        assertThat(cut.usage()).isEqualTo(new TokenUsage(25L, null, null, null, null, null));
    }

    @Test
    void whoDoesNotKnowAtItsStartWhatWasAskedSaysZero() {
        assertThat(Answers.readStream("""
                event: message_start
                data: {"type":"message_start","message":{"id":"gen-1","usage":{"input_tokens":0,"output_tokens":0}}}

                """).understanding().usage()).isEqualTo(TokenUsage.UNKNOWN);
    }

    @Test
    void whoCountsFromZeroHasNotCountedYetWhenTheStreamBreaksOff() {
        String word = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}%s}],\"usage\":"
                + "{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0,\"cost\":0}}\n\n";

        assertThat(Answers.readStream(word.formatted("")).understanding().usage())
                .isEqualTo(TokenUsage.UNKNOWN);
        assertThat(Answers.readStream(word.formatted(",\"finish_reason\":\"stop\""))
                        .understanding()
                        .usage())
                .isEqualTo(new TokenUsage(0L, 0L, 0L, null, null, 0L));
    }

    @Test
    void anAnswerIsReadAsWhatItIsWhateverItsHeadSays() {
        String events =
                "data: {\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {" + USAGE + "}\n\n";

        Understanding plain =
                Answers.readStream(Answers.JSON, Answers.utf8(events)).understanding();
        Reading whole = Answers.readStream(Answers.EVENTS, Answers.utf8("\n {\"error\":{\"message\":\"busy\"}}"));

        assertThat(plain.usage()).isEqualTo(USED);
        assertThat(plain.firstToken()).isEqualTo(Duration.ofMillis(10));
        assertThat(whole.error()).isEqualTo("busy");
        assertThat(Answers.readStream(Headers.NONE, Answers.utf8(events))
                        .understanding()
                        .usage())
                .isEqualTo(USED);
    }

    /** LiteLLM and others tell both vocabularies at once. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"prompt_tokens\":1000,\"total_tokens\":1050,\"cache_read_input_tokens\":900 | 1000 | 1050",
                "\"cache_read_input_tokens\":900,\"prompt_tokens\":1000 | 1000 | 1050",
                "\"input_tokens\":100,\"prompt_tokens\":1000,\"cache_read_input_tokens\":900 | 1000 | 1050",
                "\"prompt_tokens\":1000,\"input_tokens\":100,\"cache_read_input_tokens\":900 | 1000 | 1050",
                "\"input_tokens\":1000,\"total_tokens\":1050,\"cache_read_input_tokens\":900 | 1000 | 1050",
                "\"input_tokens\":100,\"total_tokens\":1050,\"cache_read_input_tokens\":900 | 1000 | 1050",
                "\"input_tokens\":100,\"cache_read_input_tokens\":900 | 1000 | 1050",
            })
    void whatCameFromTheCacheIsCountedOnce(String prompt, long all, long total) {
        TokenUsage usage = Answers.read("{\"usage\":{\"completion_tokens\":50," + prompt + "}}")
                .understanding()
                .usage();

        assertThat(usage).isEqualTo(new TokenUsage(all, 50L, total, 900L, null, null));
    }

    @Test
    void anEmptyTextIsNone() {
        Understanding azure = Answers.readStream(
                        "data: {\"choices\":[],\"id\":\"\",\"model\":\"\",\"provider\":\"\",\"object\":\"\"}\n\n",
                        "data: {\"id\":\"c\",\"model\":\"gpt-4o\",\"provider\":\"P\","
                                + "\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"\"}]}\n\n",
                        "data: {\"id\":\"\",\"model\":\"\",\"provider\":\"\",\"choices\":[]}\n\n")
                .understanding();

        assertThat(azure)
                .isEqualTo(new Understanding(
                        "gpt-4o", null, "P", true, Duration.ofMillis(20), null, "c", null, TokenUsage.UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"\"}",
                "{\"error\":\" \"}",
                "{\"error\":{\"code\":0,\"message\":\"\"}}",
                "{\"error\":{\"code\":\"\",\"type\":\"\",\"message\":\" \"}}",
                "{\"choices\":[{\"error\":\"\",\"finish_reason\":\"stop\"}]}",
            })
    void aBlankErrorIsNone(String answer) {
        assertThat(Answers.read(answer).error()).isNull();
    }

    /** Gemini's endpoint for OpenAI's clients gives calls no id. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"choices\":[{\"message\":%s}]}", "data: {\"choices\":[{\"delta\":%s}]}\n\n"})
    void toolCallsWithAnEmptyIdAreCountedEach(String frame) {
        String calls = "{\"tool_calls\":[{\"id\":\"\",\"function\":{\"name\":\"f\"}},"
                + "{\"id\":\"\",\"function\":{\"name\":\"g\"}}]}";
        String answer = frame.formatted(calls);
        Reading reading = answer.startsWith("data") ? Answers.readStream(answer) : Answers.read(answer);

        assertThat(reading.understanding().tools()).isEqualTo(new ToolCalls(2, List.of("f", "g")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"," + USAGE + "}]}",
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"x_groq\":{\"id\":\"req\"," + USAGE + "}}",
                "{\"x_groq\":{\"id\":\"req\"," + USAGE + "},\"choices\":[{\"finish_reason\":\"stop\"}],\"id\":\"c\"}",
            })
    void theUsageOfAStreamIsFoundWhereMoonshotAndGroqPutIt(String last) {
        Understanding understanding =
                Answers.readStream("data: " + last + "\n\n").understanding();

        assertThat(understanding.usage()).isEqualTo(USED);
        assertThat(understanding.finishReason()).isEqualTo("stop");
        assertThat(understanding.generationId()).isNotEqualTo("req");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"object\":\"error\",\"message\":\"too long\",\"type\":\"BadRequestError\",\"code\":400} | too long",
                "{\"object\":\"error\",\"type\":\"BadRequestError\",\"code\":400} | 400",
                "{\"object\":\"error\",\"message\":\"\"} | error",
                "{\"error\":true,\"message\":\"no such model\"} | no such model",
                "{\"message\":\"all is well\",\"error\":false} |",
                "{\"x_groq\":{\"id\":\"req\",\"error\":\"over capacity\"}} | over capacity",
                "{\"object\":\"chat.completion\",\"message\":\"fine\"} |",
                "{\"response\":{\"object\":\"error\",\"message\":\"of what is kept\"}} |",
            })
    void anErrorThatTheObjectNamesIsTold(String answer, @Nullable String error) {
        assertThat(Answers.read(answer).error()).isEqualTo(error);
        assertThat(Answers.readStream("data: " + answer + "\n\n").error()).isEqualTo(error);
    }

    @Test
    void moreThanOneBlankMayStandBeforeTheData() {
        Understanding understanding = Answers.readStream(
                        "data:  {\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n",
                        "data:\t{" + USAGE + "}\n\n")
                .understanding();

        assertThat(understanding.firstToken()).isEqualTo(Duration.ofMillis(10));
        assertThat(understanding.usage()).isEqualTo(USED);
    }
}
