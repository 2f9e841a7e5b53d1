package io.github.openrouterproxy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.exchange.Understanding.LateAnswer.Awaited;
import io.github.openrouterproxy.exchange.Understanding.LateAnswer.Counted;
import io.github.openrouterproxy.exchange.Understanding.LateAnswer.Told;
import java.time.Duration;
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
        assertThat(understanding.late()).isEqualTo(new Told("resp_1", new TokenUsage(3L, 4L, 7L, null, null, null)));
    }

    @ParameterizedTest
    @CsvSource({
        "/responses, queued",
        "/responses, in_progress",
        "/batches, validating",
        "/v1/batches, in_progress",
        "/messages/batches, in_progress",
        "/videos, pending",
        "/threads/t_1/runs, queued",
    })
    void anAnswerThatIsNotMadeYetComesLate(String path, String status) {
        String begun = "{\"id\":\"x-1\",\"status\":\"" + status + "\",\"usage\":null}";

        assertThat(read("POST", path, begun).late()).isEqualTo(new Awaited("x-1"));
        assertThat(read("GET", path + "/x-1", begun).late()).isNull();
    }

    @Test
    void whoGetsAnAnswerAtLastCountsItItself() {
        String path = "/threads/t_1/runs/x-1/submit_tool_outputs";

        assertThat(read("POST", path, ANSWER).late()).isEqualTo(new Counted("x-1"));
        assertThat(read("POST", path, ANSWER.replace("usage", "meta")).late()).isNull();
    }

    @Test
    void ofARunThatIsStreamedOnlyWhatItSaysOfItselfCounts() {
        String parts = """
                event: thread.created
                data: {"id":"thread_1","object":"thread"}

                event: thread.run.step.completed
                data: {"id":"step_1","object":"thread.run.step","status":"completed",\
                "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}

                event: thread.run.in_progress
                data: {"id":"run_1","object":"thread.run","status":"in_progress","usage":null}

                event: thread.message.delta
                data: {"id":"msg_1","object":"thread.message.delta","delta":{"content":[{"text":{"value":"Hi"}}]}}

                event: thread.message.completed
                data: {"id":"msg_1","object":"thread.message","status":"completed"}

                """;
        String run = """
                event: thread.run.completed
                data: {"id":"run_1","object":"thread.run","status":"completed",\
                "usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}

                """;
        Understanding whole = readEvents("/threads/t_1/runs/run_1/submit_tool_outputs", parts + run);
        Understanding cut = readEvents("/threads/t_1/runs/run_1/submit_tool_outputs", parts);

        assertThat(whole.late()).isEqualTo(new Counted("run_1"));
        assertThat(whole.usage().total()).isEqualTo(7);
        assertThat(Answers.readStream(Answers.EVENTS, Answers.utf8(parts + run))
                        .understanding()
                        .firstToken())
                .isEqualTo(Duration.ofMillis(10));
        assertThat(cut.late()).isEqualTo(new Awaited("run_1"));
        assertThat(cut.usage()).isEqualTo(TokenUsage.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "/files/x-1/content",
        "/v1/files/x-1/content",
        "/uploads/x-1",
        "/vector_stores/x-1",
        "/fine_tuning/jobs/x-1",
        "/containers/c_1/files/x-1/content",
        "/threads/t_1/messages/x-1",
    })
    void whatAFileOrTheLikeSaysIsOfNoLateAnswer(String path) {
        assertThat(read("GET", path, ANSWER).late()).isNull();
        assertThat(read("POST", path, ANSWER).late()).isNull();
        assertThat(read("POST", path, ANSWER.replace("completed", "pending")).late())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /responses/x-1, completed",
        "GET, /responses/x-1, incomplete",
        "POST, /responses/x-1/cancel, cancelled",
        "GET, /batches/x-1, expired",
        "GET, /videos/x-1, failed",
        "GET, /threads/t_1/runs/x-1, completed",
    })
    void whoAsksForItAfterwardsLearnsWhatItUsed(String method, String path, String status) {
        String made = ANSWER.replace("completed", status);
        TokenUsage used = new TokenUsage(3L, 4L, 7L, null, null, 500_000_000L);

        assertThat(read(method, path, made).late()).isEqualTo(new Told("x-1", used));
        assertThat(read(method, path, made.replace("usage", "meta")).late()).isNull();
    }

    @Test
    void aLateAnswerIsCalledAsItsBodySaysAndNotTooLong() {
        String begun = "{\"id\":\"job-1\",\"status\":\"pending\"}";
        Headers named = Answers.JSON.with("X-Generation-Id", "gen-1");
        CapturedExchange captured = with(
                new RequestHead("POST", "http://upstream/v1/videos", "/videos", Headers.NONE),
                Answers.captured("POST", "", 200, named, Body.whole(Answers.utf8(begun))));

        Understanding understanding = UsageReader.read(captured).understanding();

        assertThat(understanding.generationId()).isEqualTo("gen-1");
        assertThat(understanding.late()).isEqualTo(new Awaited("job-1"));
        assertThat(read("POST", "/videos", begun.replace("job", "j".repeat(256)))
                        .late())
                .isNull();
    }

    private static Understanding readEvents(String path, String events) {
        return UsageReader.read(with(
                        new RequestHead("POST", "http://upstream/v1" + path, path, Headers.NONE),
                        Answers.captured("POST", "", 200, Answers.EVENTS, Body.whole(Answers.utf8(events)))))
                .understanding();
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
