package io.github.openrouterproxy.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SearchTextsTest {
    private static final RequestHead POST = new RequestHead("POST", "http://upstream/v1/x", "/x", Headers.NONE);

    @Test
    void whatIsSaidInASoundIsOneTextThoughItCameInPieces() {
        assertThat(ofStream("""
                        data: {"choices":[{"index":0,"delta":{"audio":{"id":"audio_1","transcript":"good mor"}}}]}

                        data: {"choices":[{"index":0,"delta":{"audio":{"id":"audio_1","transcript":"ning"}}}]}

                        """)).contains("good morning");
    }

    @Test
    void whatWasFoundOnTheWebIsThere() {
        assertThat(ofStream("""
                        data: {"choices":[{"index":0,"delta":{"content":"See"}}]}

                        data: {"choices":[{"index":0,"delta":{"annotations":[{"type":"url_citation",\
                        "url_citation":{"url":"https://example.test/page","title":"A page"}}]}}]}

                        data: {"choices":[{"index":0,"delta":{"content":" there"}}]}

                        data: {"choices":[{"index":0,"delta":{"content":"."}}]}

                        data: [DONE]

                        """)).contains("https://example.test/page", "A page", "See there.");
    }

    @Test
    void callsOfToolsAreThereWithTheirIdsAndTheirArgumentsApart() {
        assertThat(ofStream("""
                        data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,\
                        "id":"call_1","function":{"name":"weather","arguments":"{\\"city\\":\\"\\\\u676d"}}]}}]}

                        data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,\
                        "id":"call_2","function":{"name":"clock","arguments":"{}"}}]}}]}

                        data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{\
                        "arguments":"\\\\u5dde\\"}"}}]}}]}

                        """)).contains("call_1", "call_2", "weather", "clock", "{\"city\":\"杭州\"}");
    }

    @Test
    void aSummaryOfReasoningIsThere() {
        assertThat(ofStream("""
                        event: response.reasoning_summary_text.delta
                        data: {"type":"response.reasoning_summary_text.delta","item_id":"rs_1",\
                        "summary_index":0,"delta":"Think"}

                        event: response.reasoning_summary_text.delta
                        data: {"type":"response.reasoning_summary_text.delta","item_id":"rs_1",\
                        "summary_index":0,"delta":"ing"}

                        event: response.reasoning_summary_text.delta
                        data: {"type":"response.reasoning_summary_text.delta","item_id":"rs_1",\
                        "summary_index":1,"delta":"Next"}

                        """)).contains("Thinking", "Next");
    }

    @Test
    void whatAStreamOfAnotherFormatSaysIsThereAsIsWhatIsNoJson() {
        assertThat(ofStream("""
                        data: {"kind":"greeting","words":{"said":"bon"}}

                        data: {"kind":"greeting","words":{"said":"jour"}}

                        event: note
                        data: plain words

                        """)).contains("bonjour", "greeting", "plain words");
    }

    @Test
    void piecesOfTextThatAreAllEqualAreEachThere() {
        assertThat(ofStream("""
                        data: {"id":"gen-1","choices":[{"index":0,"delta":{"content":"ha"}}]}

                        data: {"id":"gen-1","choices":[{"index":0,"delta":{"content":"ha"}}]}

                        data: {"id":"gen-1","choices":[{"index":0,"delta":{"content":"ha"}}]}

                        """)).contains("hahaha").containsOnlyOnce("gen-1");
        assertThat(ofStream("""
                        event: content_block_delta
                        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"哈"}}

                        event: content_block_delta
                        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"哈"}}

                        """)).contains("哈哈").containsOnlyOnce("text_delta");
    }

    @Test
    void whatEveryEventRepeatsIsThereOnce() {
        StringBuilder stream = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            stream.append("data: {\"id\":\"gen-1\",\"model\":\"a/b\",")
                    .append("\"choices\":[{\"index\":0,\"delta\":{\"content\":\"")
                    .append((char) ('a' + i % 26))
                    .append("\"}}]}\n\n");
        }

        assertThat(ofStream(stream.toString()))
                .containsOnlyOnce("gen-1")
                .containsOnlyOnce("a/b")
                .hasSizeLessThan(20);
    }

    @Test
    void linesOfJsonArePutTogetherLikeEvents() {
        assertThat(of("application/x-ndjson", "{\"message\":\"one w\"}\n{\"message\":\"ord\"}\n"))
                .contains("one word");
    }

    @Test
    void theEndOfALongTextIsThere() {
        String text = "some words ".repeat(600_000) + "the end";

        assertThat(of("text/plain", text)).containsExactly("POST http://upstream/v1/x", text);
    }

    @Test
    void ofABodyAsMuchIsReadAsTheHeapBears() {
        long mega = 1024 * 1024;

        assertThat(SearchTexts.mostDecoded(128 * mega)).isEqualTo((int) (4 * mega));
        assertThat(SearchTexts.mostDecoded(1024 * mega)).isEqualTo((int) (16 * mega));
        assertThat(SearchTexts.mostDecoded(16 * 1024 * mega)).isEqualTo((int) (32 * mega));
    }

    @Test
    void longRunsAreThereUnlessTheyAreBase64() {
        byte[] picture = new byte[30_000];
        new Random(1).nextBytes(picture);
        String base64 = Base64.getEncoder().encodeToString(picture);
        String genes = "ACGT".repeat(2_000);

        assertThat(of("application/json", "{\"genes\":\"" + genes + "\",\"picture\":\"" + base64 + "\"}")
                        .get(1))
                .contains(genes)
                .doesNotContain(base64.substring(100, 200));
    }

    @Test
    void jsonInsideOfJsonIsThereAsItReads() {
        assertThat(of("application/json", """
                        {"function":{"arguments":"{\\"city\\":\\"\\\\u676d\\\\u5dde\\",\
                        \\"say\\":\\"a \\\\\\"b\\\\\\"\\"}"}}"""))
                .anySatisfy(text -> assertThat(text).contains("杭州", "a \"b\""));
    }

    private static List<String> ofStream(String events) {
        return of("text/event-stream", events);
    }

    private static List<String> of(String type, String answer) {
        return SearchTexts.of(
                POST,
                Body.EMPTY,
                new ResponseHead(200, Headers.NONE.with("Content-Type", type)),
                Body.whole(answer.getBytes(UTF_8)));
    }
}
