package io.github.openrouterproxy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.exchange.Understanding.ToolCalls;
import io.github.openrouterproxy.openai.UsageReader.Reading;
import io.github.openrouterproxy.testing.content.Codings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamedUsageTest {
    private static final String ROLE = """
            data: {"id":"g","provider":"P","model":"m","choices":[{"delta":{"role":"assistant","content":""}}]}

            """;
    private static final String WORD = """
            data: {"model":"m","choices":[{"index":0,"delta":{"content":"你"},"finish_reason":null}],"usage":null}

            """;
    private static final String END = """
            data: {"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"length"}]}

            data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"cost":0.25}}

            data: [DONE]

            """;
    private static final TokenUsage USAGE = new TokenUsage(1L, 2L, 3L, null, null, 250_000_000L);

    @Test
    void aStreamedChatTellsWhenItsFirstTokenCame() {
        Reading reading = Answers.readStream(": OPENROUTER PROCESSING\n\n", ROLE, WORD, WORD + END);

        assertThat(reading.error()).isNull();
        assertThat(reading.understanding())
                .isEqualTo(new Understanding(
                        "m", null, "P", true, Duration.ofMillis(30), "length", "g", ToolCalls.NONE, USAGE));
    }

    @Test
    void theFirstTokenCameWithThePieceThatCompletedItsEvent() {
        String half = WORD.substring(0, 60);

        Reading reading = Answers.readStream(ROLE + half, WORD.substring(60), END);

        assertThat(reading.understanding().firstToken()).isEqualTo(Duration.ofMillis(20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "raw deflate", "zstd"})
    void aCompressedStreamTellsTheSame(String coding) {
        byte[][] pieces =
                Codings.encode(coding, Answers.utf8(ROLE), Answers.utf8(WORD), Answers.utf8(WORD), Answers.utf8(END));
        String name = coding.replace("raw ", "");

        Reading reading = Answers.readStream(Answers.EVENTS.with("content-encoding", name), pieces);

        assertThat(reading.understanding())
                .isEqualTo(new Understanding(
                        "m", null, "P", true, Duration.ofMillis(20), "length", "g", ToolCalls.NONE, USAGE));
    }

    @Test
    void aStreamThatWasCutTellsWhatCame() {
        Reading reading = Answers.readStream(ROLE, WORD, "data: {\"model\":\"m\",\"cho");

        assertThat(reading.understanding())
                .isEqualTo(new Understanding(
                        "m", null, "P", true, Duration.ofMillis(20), null, "g", null, TokenUsage.UNKNOWN));
    }

    @Test
    void pastTheNotedPiecesTheTimeIsUnknown() {
        byte[] answer = Answers.utf8(ROLE + WORD + END);
        Reading reading = UsageReader.read(Answers.captured("POST", "{}", 200, Answers.EVENTS, Body.whole(answer)));

        assertThat(reading.understanding())
                .isEqualTo(new Understanding("m", null, "P", true, null, "length", "g", ToolCalls.NONE, USAGE));
    }

    @Test
    void aStreamedResponseTellsItsUsageAtItsEnd() {
        Reading reading = Answers.readStream("""
                event: response.created
                data: {"type":"response.created","response":{"model":"gpt-5","status":"in_progress","usage":null}}

                """, """
                event: response.output_text.delta
                data: {"type":"response.output_text.delta","sequence_number":4,"delta":"Hi"}

                """, """
                event: response.completed
                data: {"type":"response.completed","response":{"model":"gpt-5","status":"completed","error":null,
                data: "usage":{"input_tokens":5,"output_tokens":6,"total_tokens":11}}}

                """);

        assertThat(reading.error()).isNull();
        assertThat(reading.understanding())
                .isEqualTo(new Understanding(
                        "gpt-5",
                        null,
                        null,
                        true,
                        Duration.ofMillis(20),
                        "completed",
                        null,
                        ToolCalls.NONE,
                        new TokenUsage(5L, 6L, 11L, null, null, null)));
    }

    @Test
    void aStreamedMessageTellsItsUsageAtBothEnds() {
        Reading reading = Answers.readStream("""
                event: message_start
                data: {"type":"message_start","message":{"model":"claude","role":"assistant","content":[],
                data: "stop_reason":null,"usage":{"input_tokens":25,"cache_read_input_tokens":5,"output_tokens":1}}}

                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                event: ping
                data: {"type":"ping"}

                """, """
                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}

                """, """
                event: message_delta
                data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":15}}

                """);

        assertThat(reading.understanding())
                .isEqualTo(new Understanding(
                        "claude",
                        null,
                        null,
                        true,
                        Duration.ofMillis(20),
                        "tool_use",
                        null,
                        ToolCalls.NONE,
                        new TokenUsage(30L, 15L, 45L, 5L, null, null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"delta\":{\"reasoning\":\"Hm\"}}]}",
                "{\"choices\":[{\"delta\":{\"reasoning_content\":\"Hm\"}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\"}]}}]}",
                "{\"choices\":[{\"delta\":{\"refusal\":\"No\"}}]}",
                "{\"choices\":[{\"delta\":{\"audio\":{\"data\":\"AA\"}}}]}",
                "{\"choices\":[{\"text\":\"a\"}]}",
                "{\"type\":\"response.function_call_arguments.delta\",\"delta\":\"{\"}",
                "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\"}}",
                "{\"type\":\"content_block_start\",\"content_block\":{\"type\":\"tool_use\",\"name\":\"f\"}}",
                "{\"type\":\"transcript.text.delta\",\"delta\":\"a\"}",
                "{\"type\":\"transcript.text.segment\",\"id\":\"seg_1\",\"text\":\"a\"}",
                "{\"type\":\"image_generation.partial_image\",\"partial_image_b64\":\"AA\"}",
                "{\"type\":\"image_generation.partial_image\",\"b64_json\":\"AA\"}",
                "{\"type\":\"image_edit.completed\",\"b64_json\":\"AA\",\"usage\":{}}",
                "{\"type\":\"speech.audio.delta\",\"audio\":\"AA\"}",
                "{\"type\":\"response.completed\",\"response\":{\"output\":[{\"type\":\"message\"}]}}",
            })
    void everyKindOfContentCounts(String data) {
        assertThat(Answers.readStream("data: " + data + "\n\n").understanding().firstToken())
                .isEqualTo(Duration.ofMillis(10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[],\"audio\":{}}}]}",
                "{\"choices\":[{\"delta\":{\"content\":null,\"reasoning\":null}}]}",
                "{\"choices\":[{\"text\":\"\"}]}",
                "{\"type\":\"response.created\",\"response\":{\"output\":[],\"text\":{\"format\":{}},\"audio\":\"x\"}}",
                "{\"type\":\"speech.audio.done\",\"usage\":{\"input_tokens\":1}}",
                "{\"type\":\"content_block_start\",\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
                "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"signature_delta\",\"signature\":\"AA\"}}",
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null}}",
                "[DONE]",
            })
    void aFrameWithoutContentIsNoToken(String data) {
        assertThat(Answers.readStream("data: " + data + "\n\n").understanding().firstToken())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "message | {\"error\":{\"code\":502,\"message\":\"gone\"},\"choices\":[{}]} | gone",
                "message | {\"error\":{\"code\":\"server_error\",\"message\":\"gone\"}} | gone",
                "message | {\"choices\":[{\"error\":{\"message\":\"partly\"}}]} | partly",
                "error | {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"}} | busy",
                "error | {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"own\"} | own",
                "error | {\"code\":\"just_a_code\"} | just_a_code",
                "error | upstream connect error | upstream connect error",
                "error | \"overloaded\" | overloaded",
                "error | [no JSON] | [no JSON]",
                "error | [{\"error\":{\"code\":429,\"message\":\"quota\"}}] | quota",
                "message | [{\"error\":{\"code\":429,\"message\":\"quota\"}}] | quota",
                "message | upstream connect error |",
                "message | \"overloaded\" |",
                "response.failed | {\"response\":{\"error\":{\"message\":\"sorry\"}}} | sorry",
                "response.failed | {\"type\":\"response.failed\",\"response\":{\"error\":null}} | response.failed",
                "message | {\"type\":\"response.incomplete\",\"response\":{\"error\":null}} |",
            })
    void anErrorInTheStreamIsTold(String event, String data, @Nullable String error) {
        Reading reading = Answers.readStream(WORD, "event: " + event + "\ndata: " + data + "\n\n");

        assertThat(reading.error()).isEqualTo(error);
        assertThat(reading.understanding().model()).isEqualTo("m");
    }
}
