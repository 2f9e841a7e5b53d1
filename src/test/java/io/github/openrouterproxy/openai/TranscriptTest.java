package io.github.openrouterproxy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.openai.Transcript.ToolCall;
import io.github.openrouterproxy.openai.Transcript.Turn;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptTest {
    @Test
    void aStreamedChatIsPutTogetherChoiceByChoice() {
        assertThat(streamed("""
                        : OPENROUTER PROCESSING

                        data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":"Hm"}}]}

                        data: {"choices":[{"index":1,"delta":{"content":"世"}},{"index":0,"delta":{"content":"He"}}]}

                        data: {"choices":[{"index":0,"delta":{"content":"llo","reasoning_content":"m"}}]}

                        data: {"choices":[{"index":1,"delta":{"content":"界"},"finish_reason":"length"}]}

                        data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{}}

                        data: [DONE]

                        """)).containsExactly(said("Hello", "Hmm", "stop"), said("世界", "", "length"));
    }

    @Test
    void streamedToolCallsArePutTogether() {
        assertThat(streamed("""
                        data: {"choices":[{"delta":{"tool_calls":[
                        data: {"index":0,"id":"a","function":{"name":"f","arguments":""}}]}}]}

                        data: {"choices":[{"delta":{"tool_calls":[{"index":1,"id":"b","function":{"name":"g"}}]}}]}

                        data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"x\\":"}}]}}]}

                        data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]}}]}

                        """))
                .containsExactly(calls(null, new ToolCall("a", "f", "{\"x\":1}"), new ToolCall("b", "g", "")));
    }

    @Test
    void aPlainChatTellsTheSame() {
        assertThat(plain("""
                        {"choices":[{"finish_reason":"stop","message":{"role":"assistant","content":"Hi",
                          "reasoning":"Hm","reasoning_content":"Hm","refusal":null}},
                         {"index":1,"message":{"content":[{"text":"in "},{"type":"text","text":"parts"}]}}]}
                        """)).containsExactly(said("Hi", "Hm", "stop"), said("in parts", "", null));
    }

    @Test
    void aCompletionIsItsText() {
        assertThat(plain("{\"choices\":[{\"text\":\"once\",\"finish_reason\":\"stop\"}]}"))
                .containsExactly(said("once", "", "stop"));
    }

    @Test
    void aStreamedResponseIsWhatItsLastEventRepeats() {
        assertThat(streamed("""
                        event: response.output_text.delta
                        data: {"type":"response.output_text.delta","delta":"He"}

                        event: response.completed
                        data: {"type":"response.completed","response":{"status":"completed","output":[
                        data: {"type":"reasoning","summary":[{"type":"summary_text","text":"Hm"}]},
                        data: {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hello"}]},
                        data: {"type":"function_call","call_id":"c","name":"f","arguments":"{}"}]}}

                        """))
                .containsExactly(
                        new Turn("assistant", "Hello", "Hm", "", List.of(new ToolCall("c", "f", "{}")), "completed"));
    }

    @Test
    void aStreamedResponseThatWasCutIsItsDeltas() {
        assertThat(streamed("""
                        data: {"type":"response.reasoning_summary_text.delta","delta":"Hm"}

                        data: {"type":"response.output_text.delta","delta":"He"}

                        data: {"type":"response.output_text.delta","delta":"llo"}

                        data: {"type":"response.output_item.added","output_index":2,"item":{"call_id":"c","name":"f"}}

                        data: {"type":"response.function_call_arguments.delta","output_index":2,"delta":"{\\"x"}

                        """))
                .containsExactly(
                        new Turn("assistant", "Hello", "Hm", "", List.of(new ToolCall("c", "f", "{\"x")), null));
    }

    @Test
    void aStreamedMessageIsPutTogether() {
        assertThat(streamed("""
                        event: message_start
                        data: {"type":"message_start","message":{"role":"assistant","content":[],"stop_reason":null}}

                        data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}

                        data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}

                        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hello"}}

                        data: {"type":"content_block_start","index":2,"content_block":{"id":"t","name":"f","input":{}}}

                        data: {"type":"content_block_delta","index":2,"delta":{"partial_json":"{\\"x\\":1}"}}

                        data: {"type":"message_delta","delta":{"stop_reason":"tool_use"}}

                        """))
                .containsExactly(new Turn(
                        "assistant", "Hello", "Hm", "", List.of(new ToolCall("t", "f", "{\"x\":1}")), "tool_use"));
    }

    @Test
    void aPlainMessageTellsTheSame() {
        assertThat(plain("""
                        {"type":"message","role":"assistant","stop_reason":"end_turn","content":[
                          {"type":"thinking","thinking":"Hm"},{"type":"text","text":"Hi"},
                          {"type":"tool_use","id":"t","name":"f","input":{"x":1}}]}
                        """))
                .containsExactly(new Turn(
                        "assistant", "Hi", "Hm", "", List.of(new ToolCall("t", "f", "{\"x\":1}")), "end_turn"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{\"data\":[]}", "{\"choices\":7}", "no JSON", "{\"choices\":[7,null,[]"})
    void anythingElseSaysNothing(String answer) {
        assertThat(plain(answer)).isEmpty();
        assertThat(streamed("data: " + answer + "\n\n")).isEmpty();
    }

    @Test
    void aTruncatedBodySaysThatItIsNotAll() {
        byte[] start = Answers.utf8("data: {\"choices\":[{\"delta\":{\"content\":\"He\"}}]}\n\ndata: {\"cho");

        Transcript transcript = Transcript.ofAnswer(Answers.EVENTS, new Body(start, 1_000_000, "00", true));

        assertThat(transcript.complete()).isFalse();
        assertThat(transcript.turns()).containsExactly(said("He", "", null));
    }

    private static List<Turn> streamed(String stream) {
        return Transcript.ofAnswer(Answers.EVENTS, Body.whole(Answers.utf8(stream)))
                .turns();
    }

    private static List<Turn> plain(String answer) {
        return Transcript.ofAnswer(Answers.JSON, Body.whole(Answers.utf8(answer)))
                .turns();
    }

    private static Turn said(String text, String reasoning, @Nullable String finishReason) {
        return new Turn("assistant", text, reasoning, "", List.of(), finishReason);
    }

    private static Turn calls(@Nullable String finishReason, ToolCall... calls) {
        return new Turn("assistant", "", "", "", List.of(calls), finishReason);
    }
}
