package io.github.openrouterproxy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.exchange.Understanding.LateAnswer.Counted;
import io.github.openrouterproxy.exchange.Understanding.ToolCalls;
import io.github.openrouterproxy.openai.UsageReader.Reading;
import io.github.openrouterproxy.testing.content.Codings;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageReaderTest {
    /** Where the setting allows such answers to be recorded whole. */
    @Test
    void aLongAnswerTellsWhatItUsedHoweverLongItIs() {
        String picture = "iVBOR/+0".repeat(66 * 1024 * 1024 / 8);
        String answer = "{\"data\":[{\"b64_json\":\"" + picture + "\"}],"
                + "\"usage\":{\"input_tokens\":1,\"output_tokens\":2,\"total_tokens\":3,\"cost\":0.5}}";

        assertThat(Answers.read(answer).understanding().usage().costNanos()).isEqualTo(500_000_000L);
        assertThat(Answers.readStream("data: " + answer + "\n\n")
                        .understanding()
                        .usage()
                        .costNanos())
                .isEqualTo(500_000_000L);
    }

    @Test
    void aChatCompletionTellsWhoAnsweredAndWhatItUsed() {
        Reading reading = Answers.read("""
                {"id":"gen-1","provider":"DeepInfra","model":"meta/llama","object":"chat.completion","created":1,
                 "choices":[{"logprobs":null,"finish_reason":"stop","native_finish_reason":"eos","index":0,
                   "message":{"role":"assistant","content":"{\\"model\\":\\"no\\"}","tool_calls":[{"usage":1}]}}],
                 "usage":{"prompt_tokens":12,"completion_tokens":34,"total_tokens":46,"cost":0.00014,"is_byok":false,
                   "prompt_tokens_details":{"cached_tokens":8,"audio_tokens":0},
                   "cost_details":{"upstream_inference_cost":null,"upstream_inference_prompt_cost":0.1},
                   "completion_tokens_details":{"reasoning_tokens":5}}}""");

        assertThat(reading.error()).isNull();
        assertThat(reading.understanding())
                .isEqualTo(new Understanding(
                        "meta/llama",
                        null,
                        "DeepInfra",
                        false,
                        null,
                        "stop",
                        "gen-1",
                        ToolCalls.NONE,
                        new TokenUsage(
                                12L,
                                34L,
                                46L,
                                8L,
                                null,
                                5L,
                                0L,
                                null,
                                null,
                                null,
                                new Cost(140_000L, 100_000_000L, null, null, Cost.Source.REPORTED))));
    }

    @Test
    void aResponseTellsTheSameInItsOwnWords() {
        Reading reading = Answers.read("""
                {"id":"resp_1","object":"response","status":"incomplete","error":null,
                 "incomplete_details":{"reason":"max_output_tokens"},"model":"gpt-5",
                 "output":[{"type":"message","status":"completed","content":[]}],
                 "usage":{"input_tokens":10,"input_tokens_details":{"cached_tokens":2},
                   "output_tokens":20,"output_tokens_details":{"reasoning_tokens":15},"total_tokens":30}}""");

        assertThat(reading.error()).isNull();
        assertThat(reading.understanding())
                .isEqualTo(new Understanding(
                        "gpt-5",
                        null,
                        null,
                        false,
                        null,
                        "max_output_tokens",
                        "resp_1",
                        ToolCalls.NONE,
                        new TokenUsage(10L, 20L, 30L, 2L, 15L, null),
                        new Counted("resp_1")));
    }

    @Test
    void aMessageCountsWhatCameFromTheCacheAsPrompt() {
        Reading reading = Answers.read("""
                {"id":"msg_1","type":"message","role":"assistant","model":"claude","stop_reason":"end_turn",
                 "content":[{"type":"text","text":"hi"}],
                 "usage":{"input_tokens":3,"cache_creation_input_tokens":100,"cache_read_input_tokens":20,
                   "output_tokens":7,"service_tier":"standard"}}""");

        assertThat(reading.understanding())
                .isEqualTo(new Understanding(
                        "claude",
                        null,
                        null,
                        false,
                        null,
                        "end_turn",
                        "msg_1",
                        ToolCalls.NONE,
                        new TokenUsage(123L, 7L, 130L, 20L, 100L, null, null, null, null, null, Cost.UNKNOWN)));
    }

    @Test
    void anEmbeddingHasNoCompletionTokensRatherThanZero() {
        Reading reading = Answers.read("""
                {"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1,-2e-3,7]}],
                 "model":"embed-3","usage":{"prompt_tokens":8,"total_tokens":8}}""");

        assertThat(reading.understanding().usage()).isEqualTo(new TokenUsage(8L, null, 8L, null, null, null));
    }

    @Test
    void anUnknownUsageStaysUnknown() {
        assertThat(Answers.read("{\"choices\":[],\"usage\":null}")
                        .understanding()
                        .usage())
                .isEqualTo(TokenUsage.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"cost\":0.00014', 140000",
        "'\"cost\":0', 0",
        "'\"cost\":1.5e-6', 1500",
        "'\"cost\":1e-7', 100",
        "'\"cost\":4.5e-9', 5",
        "'\"cost\":\"0.1\"',",
        "'\"cost\":-1',",
        "'\"cost\":{\"input_tokens_cost\":0.002,\"request_cost\":0.005,\"total_cost\":0.007}', 7000000",
        "'\"cost\":{\"input_tokens_cost\":0.002}',",
        "'\"cost\":1e999999999',",
        "'\"cost\":0.001,\"cost_details\":{\"upstream_inference_cost\":0.5}', 1000000",
        "'\"cost\":0.001,\"is_byok\":true,\"cost_details\":{\"upstream_inference_cost\":0.5}', 501000000",
        "'\"cost\":0.001,\"is_byok\":true,\"cost_details\":{\"upstream_inference_cost\":null}', 1000000",
    })
    void theCostIsWhatOpenRouterSaysAndTheProvidersOnlyOnAnOwnKey(String usage, @Nullable Long nanos) {
        assertThat(Answers.read("{\"usage\":{" + usage + "}}")
                        .understanding()
                        .usage()
                        .costNanos())
                .isEqualTo(nanos);
    }

    @Test
    void aListTellsNothingOfAnAnswer() {
        assertThat(Answers.read("[{\"id\":\"x\",\"model\":\"m\",\"usage\":{\"prompt_tokens\":1}}]")
                        .understanding())
                .isEqualTo(Understanding.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "\"12\"", "1e40", "123456789012345678901234567890", "{}", "[1]", "true"})
    void aCountThatIsNoneIsUnknownAndWhatFollowsIsRead(String count) {
        assertThat(Answers.read("{\"usage\":{\"prompt_tokens\":" + count + ",\"completion_tokens\":2.0}}")
                        .understanding()
                        .usage())
                .isEqualTo(new TokenUsage(null, 2L, null, null, null, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":{\"message\":\"no\",\"code\":502}} | no",
                "{\"error\":{\"code\":502}} | error 502",
                "{\"error\":{\"message\":null,\"code\":\"server_error\"}} | error server_error",
                "{\"error\":\"plain\"} | plain",
                "{\"choices\":[{\"error\":{\"message\":\"partial\"}}]} | partial",
                "{\"choices\":[{\"finish_reason\":\"error\"}]} | the answer ended with finish_reason \"error\"",
                "{\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"sorry\"}} | sorry",
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"}} | busy",
                "[{\"error\":{\"code\":400,\"message\":\"no model\",\"status\":\"NOT_FOUND\"}}] | no model",
                "[7,{\"id\":\"x\"},{\"error\":\"late\"},{\"error\":\"later\"}] | late",
                "{\"status\":\"failed\",\"error\":null} | the answer ended with status \"failed\"",
                "[{\"id\":\"x\"}] |",
                "{\"error\":null} |",
                "{\"error\":{}} |",
            })
    void anErrorInsideASuccessfulAnswerIsToldWithItsMessage(String answer, @Nullable String error) {
        assertThat(Answers.read(answer).error()).isEqualTo(error);
    }

    @Test
    void anErrorStatusIsToldWithItsMessage() {
        CapturedExchange captured = Answers.captured(
                "POST", "{}", 429, Answers.JSON, Body.whole(Answers.utf8("{\"error\":{\"message\":\"x\"}}")));

        assertThat(UsageReader.read(captured).error()).isEqualTo("x");
    }

    @Test
    void theErrorOfAStoredObjectIsNotTheCalls() {
        CapturedExchange captured = Answers.captured(
                "GET", "", 200, Answers.JSON, Body.whole(Answers.utf8("{\"error\":{\"message\":\"x\"}}")));

        assertThat(UsageReader.read(captured).error()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"m\",\"stream\":true,\"messages\":[]} | m | true",
                "{\"messages\":[{\"model\":\"no\",\"stream\":false}],\"stream\":true,\"model\":\"m\"} | m | true",
                "{\"stream\":false,\"model\":\"m\"} | m | false",
                "{\"model\":7,\"stream\":\"true\"} | | false",
                "{\"model\":\"m\",\"messages\":[ | m | false",
                "[] | | false",
                "not JSON | | false",
            })
    void theRequestTellsTheModelWhenTheAnswerDoesNot(String request, @Nullable String model, boolean stream) {
        Understanding understanding = UsageReader.read(Answers.captured("POST", request, 200, Answers.JSON, Body.EMPTY))
                .understanding();

        assertThat(understanding.model()).isEqualTo(model);
        assertThat(understanding.stream()).isEqualTo(stream);
        assertThat(UsageReader.readRequest(Answers.captured("POST", request, 200, Answers.JSON, Body.EMPTY)))
                .isEqualTo(new Understanding(model, model, null, stream, null, null, null, null, TokenUsage.UNKNOWN));
    }

    @Test
    void aFormTellsTheModelBeforeOrAfterItsFile() {
        String field = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n";
        String file = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n"
                + "Content-Type: audio/wav\r\n\r\n" + "\u0001".repeat(200_000) + "\r\n";

        assertThat(modelOfForm(field + file + "--b--\r\n")).isEqualTo("whisper-1");
        assertThat(modelOfForm(file + field + "--b--\r\n")).isEqualTo("whisper-1");
    }

    @Test
    void aCompressedRequestIsRead() {
        byte[] packed = Codings.encode("gzip", Answers.utf8("{\"model\":\"m\"}"))[0];
        Headers headers = Answers.JSON.with("Content-Encoding", "gzip");

        assertThat(RequestReader.read(headers, Body.whole(packed)).model()).isEqualTo("m");
    }

    @Test
    void nothingThatIsSentMakesItThrow() {
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            if (round % 2 == 0 && noise.length > 0) {
                noise[0] = '{';
            }
            String coding = new String[] {"identity", "gzip", "br", "zstd", "deflate"}[round % 5];
            Headers type = round % 3 == 0 ? Answers.EVENTS : Answers.JSON;
            CapturedExchange captured =
                    Answers.captured("POST", "{", 200, type.with("Content-Encoding", coding), Body.whole(noise));
            assertThat(UsageReader.read(captured).understanding().model()).isNull();
        }
    }

    @Test
    void aDeeplyNestedAnswerIsGivenUpButNotTheRecord() {
        assertThat(Answers.read("{\"model\":\"m\",\"x\":" + "[".repeat(100_000))
                        .understanding()
                        .model())
                .isEqualTo("m");
        assertThat(Answers.read("{\"response\":".repeat(100_000))
                        .understanding()
                        .model())
                .isNull();
    }

    private static @Nullable String modelOfForm(String form) {
        Headers headers = Headers.NONE.with("Content-Type", "multipart/form-data; boundary=b");
        return RequestReader.read(headers, Body.whole(Answers.utf8(form))).model();
    }
}
