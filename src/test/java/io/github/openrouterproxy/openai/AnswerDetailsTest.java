package io.github.openrouterproxy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.exchange.Understanding.ToolCalls;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tool calls, kinds of tokens and parts of costs, as each format tells them. */
class AnswerDetailsTest {
    private static final ToolCalls TWO_OF_ONE_NAME = new ToolCalls(2, List.of("look_up"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                {"choices":[{"finish_reason":"tool_calls","message":{"content":null,"tool_calls":[
                  {"id":"c1","type":"function","function":{"name":"look_up","arguments":"{\\"name\\":\\"no\\"}"}},
                  {"id":"c2","type":"function","function":{"arguments":"{}","name":"look_up"}}]}}]}""",
                """
                {"type":"message","stop_reason":"tool_use","content":[{"type":"text","text":"Hm","name":"no"},
                  {"type":"tool_use","id":"t1","name":"look_up","input":{"name":"no"}},
                  {"type":"server_tool_use","id":"t2","name":"look_up","input":{}}]}""",
                """
                {"object":"response","status":"completed","output":[{"type":"reasoning","id":"r"},
                  {"type":"function_call","id":"f1","call_id":"c1","name":"look_up","arguments":"{}"},
                  {"type":"custom_tool_call","id":"f2","call_id":"c2","name":"look_up","input":"x"},
                  {"type":"function_call_output","id":"f3","name":"no"}]}""",
            })
    void theToolsThatAnAnswerCallsAreCountedAndNamed(String answer) {
        assertThat(Answers.read(answer).understanding().tools()).isEqualTo(TWO_OF_ONE_NAME);
    }

    @Test
    void aToolOfTheUpstreamsOwnIsNamedByItsKind() {
        assertThat(Answers.read("{\"output\":[{\"type\":\"web_search_call\",\"id\":\"w\",\"status\":\"completed\"}]}")
                        .understanding()
                        .tools())
                .isEqualTo(new ToolCalls(1, List.of("web_search")));
    }

    @Test
    void anAnswerInTheOldFormatCallsOneFunction() {
        assertThat(Answers.read("{\"choices\":[{\"message\":{\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}}}]}")
                        .understanding()
                        .tools())
                .isEqualTo(new ToolCalls(1, List.of("f")));
    }

    @Test
    void aCallStreamedInManyPiecesIsOneCall() {
        Understanding understanding = Answers.readStream(
                        "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":"
                                + "{\"name\":\"look_up\",\"arguments\":\"\"}}]}}]}\n\n",
                        "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":"
                                + "{\"arguments\":\"{\"}}]}}]}\n\n",
                        "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":1,\"id\":\"b\",\"function\":"
                                + "{\"name\":\"look_up\"}}]},\"finish_reason\":\"tool_calls\"}]}\n\n")
                .understanding();

        assertThat(understanding.tools()).isEqualTo(TWO_OF_ONE_NAME);
    }

    @Test
    void aCallThatAStreamedResponseTellsThreeTimesIsOneCall() {
        String item = "{\"type\":\"function_call\",\"id\":\"f1\",\"name\":\"look_up\"}";
        Understanding understanding = Answers.readStream(
                        "data: {\"type\":\"response.output_item.added\",\"item\":" + item + "}\n\n",
                        "data: {\"type\":\"response.output_item.done\",\"item\":" + item + "}\n\n",
                        "data: {\"type\":\"response.completed\",\"response\":{\"id\":\"resp_1\",\"output\":[" + item
                                + "],\"status\":\"completed\"}}\n\n")
                .understanding();

        assertThat(understanding.tools()).isEqualTo(new ToolCalls(1, List.of("look_up")));
        assertThat(understanding.generationId()).isEqualTo("resp_1");
    }

    @Test
    void aStreamedMessageCallsAToolInABlockOfItsOwn() {
        Understanding understanding = Answers.readStream(
                        "event: message_start\ndata: {\"message\":{\"id\":\"msg_1\"}}\n\n",
                        "event: content_block_start\ndata: {\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\","
                                + "\"name\":\"look_up\"}}\n\n")
                .understanding();

        assertThat(understanding.tools()).isEqualTo(new ToolCalls(1, List.of("look_up")));
        assertThat(understanding.generationId()).isEqualTo("msg_1");
    }

    @Test
    void whetherAnAnswerThatWasCutCallsAToolIsUnknown() {
        assertThat(Answers.readStream("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n")
                        .understanding()
                        .tools())
                .isNull();
    }

    @Test
    void theGenerationOfAnAnswerInBytesIsTakenFromItsHead() {
        assertThat(UsageReader.read(Answers.captured(
                                "POST",
                                "{\"model\":\"tts\"}",
                                200,
                                Answers.JSON.with("x-generation-id", "gen-7"),
                                Body.whole(new byte[] {1, 2, 3})))
                        .understanding()
                        .generationId())
                .isEqualTo("gen-7");
    }

    @Test
    void openRoutersUsageTellsEveryKindAndEveryPart() {
        TokenUsage usage = Answers.read("""
                        {"usage":{"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,"cost":0.02,
                          "is_byok":true,
                          "prompt_tokens_details":{"cached_tokens":10,"cache_write_tokens":20,"audio_tokens":30,
                            "video_tokens":1,"image_tokens":4},
                          "completion_tokens_details":{"reasoning_tokens":5,"audio_tokens":6,"image_tokens":7},
                          "cost_details":{"upstream_inference_cost":0.5,"upstream_inference_prompt_cost":0.3,
                            "upstream_inference_completions_cost":0.2}}}""").understanding().usage();

        assertThat(usage)
                .isEqualTo(new TokenUsage(
                        100L,
                        50L,
                        150L,
                        10L,
                        20L,
                        5L,
                        30L,
                        6L,
                        4L,
                        7L,
                        new Cost(520_000_000L, 300_000_000L, 200_000_000L, 500_000_000L, Cost.Source.REPORTED)));
    }

    @Test
    void aTranscriptTellsItsAudioAtItsEnd() {
        TokenUsage usage = Answers.readStream(
                        "data: {\"type\":\"transcript.text.delta\",\"delta\":\"a\"}\n\n",
                        "data: {\"type\":\"transcript.text.done\",\"text\":\"a\",\"usage\":{\"type\":\"tokens\","
                                + "\"input_tokens\":14,\"input_token_details\":{\"text_tokens\":0,\"audio_tokens\":14},"
                                + "\"output_tokens\":45,\"total_tokens\":59}}\n\n")
                .understanding()
                .usage();

        assertThat(usage)
                .isEqualTo(new TokenUsage(14L, 45L, 59L, null, null, null, 14L, null, null, null, Cost.UNKNOWN));
    }

    @Test
    void anImageTellsWhatItWasMadeOf() {
        TokenUsage usage = Answers.read("""
                        {"created":1,"data":[{"b64_json":"AA"}],"usage":{"total_tokens":100,"input_tokens":50,
                          "output_tokens":50,"input_tokens_details":{"text_tokens":10,"image_tokens":40},
                          "output_tokens_details":{"image_tokens":50}}}""").understanding().usage();

        assertThat(usage)
                .isEqualTo(new TokenUsage(50L, 50L, 100L, null, null, null, null, null, 40L, 50L, Cost.UNKNOWN));
    }
}
