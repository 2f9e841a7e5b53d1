package io.github.openrouterproxy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.Understanding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls about something that the upstream keeps, by the addresses that its vendors document. */
class StoredAnswersTest {
    private static final String ANSWER = """
            {"id":"x-1","model":"m","status":"completed","error":{"message":"long past"},
             "usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7,"cost":0.5}}""";

    @ParameterizedTest
    @CsvSource({
        "GET, /responses/resp_1",
        "GET, /chat/completions/chatcmpl-1",
        "POST, /chat/completions/chatcmpl-1",
        "POST, /responses/resp_1/cancel",
        "GET, /threads/t_1/runs/run_1",
        "POST, /threads/t_1/runs/run_1",
        "POST, /threads/t_1/runs/run_1/cancel/",
        "GET, /batches/batch_1",
        "DELETE, /responses/resp_1",
    })
    void whatAStoredAnswerUsedIsNotUsedAgain(String method, String path) {
        Understanding understanding = read(method, path, ANSWER);

        assertThat(understanding.usage()).isEqualTo(TokenUsage.UNKNOWN);
        assertThat(understanding.model()).isEqualTo("m");
        assertThat(UsageReader.read(captured(method, path, ANSWER)).error()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "/chat/completions",
        "/completions",
        "/responses",
        "/responses/compact",
        "/messages",
        "/embeddings",
        "/threads/runs",
        "/threads/t_1/runs",
        "/threads/t_1/runs/run_1/submit_tool_outputs",
        "/accounts/files/responses",
        "/models/x/y/v1/chat/completions",
        "/models/gemini-pro:generateContent",
    })
    void whatAnAnswerUsesCounts(String path) {
        Understanding understanding = read("POST", path, ANSWER);

        assertThat(understanding.usage().total()).isEqualTo(7);
        assertThat(understanding.usage().costNanos()).isEqualTo(500_000_000);
        assertThat(understanding.generationId()).isEqualTo("x-1");
        assertThat(understanding.finishReason()).isEqualTo("completed");
        assertThat(UsageReader.read(captured("POST", path, ANSWER)).error()).isEqualTo("long past");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /files",
        "GET, /files/file-1",
        "POST, /batches",
        "GET, /batches/batch_1",
        "POST, /batches/batch_1/cancel",
        "POST, /messages/batches",
        "GET, /v1/files/file-1",
        "GET, /v1beta/files/file-1",
        "POST, /openai/v1/files/file-1",
        "GET, //files/file-1",
        "GET, /models/m",
        "DELETE, /v1/models/m",
        "POST, /uploads/upload_1/complete",
        "POST, /threads",
        "POST, /threads/t_1/messages",
    })
    void aFileOrABatchIsNoAnswer(String method, String path) {
        Understanding understanding = read(method, path, ANSWER);

        assertThat(understanding.generationId()).isNull();
        assertThat(understanding.finishReason()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"GET, /responses/resp_1", "GET, /chat/completions/files", "GET, /threads/t_1/runs/run_1"})
    void aStoredAnswerKeepsItsName(String method, String path) {
        Understanding understanding = read(method, path, ANSWER);

        assertThat(understanding.generationId()).isEqualTo("x-1");
        assertThat(understanding.finishReason()).isEqualTo("completed");
    }

    @Test
    void aStoredAnswerThatIsStreamedAgainIsNotUsedAgain() {
        String events = """
                event: response.completed
                data: {"type":"response.completed","response":{"id":"resp_1","status":"completed",\
                "usage":{"input_tokens":3,"output_tokens":4}}}

                """;
        CapturedExchange captured = with(
                new RequestHead(
                        "GET", "http://upstream/v1/responses/resp_1?stream=true", "/responses/resp_1", Headers.NONE),
                Answers.captured("GET", "", 200, Answers.EVENTS, Body.whole(Answers.utf8(events))));

        Understanding understanding = UsageReader.read(captured).understanding();

        assertThat(understanding.usage()).isEqualTo(TokenUsage.UNKNOWN);
        assertThat(understanding.generationId()).isEqualTo("resp_1");
    }

    private static Understanding read(String method, String path, String answer) {
        return UsageReader.read(captured(method, path, answer)).understanding();
    }

    private static CapturedExchange captured(String method, String path, String answer) {
        return with(
                new RequestHead(method, "http://upstream/v1" + path, path, Headers.NONE),
                Answers.captured(method, "", 200, Answers.JSON, Body.whole(Answers.utf8(answer))));
    }

    private static CapturedExchange with(RequestHead request, CapturedExchange captured) {
        return new CapturedExchange(
                captured.id(),
                request,
                captured.key(),
                captured.requestBody(),
                captured.response(),
                captured.responseBody(),
                captured.pieces(),
                captured.timing(),
                captured.attempts(),
                captured.outcome());
    }
}
