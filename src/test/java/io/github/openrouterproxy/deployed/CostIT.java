package io.github.openrouterproxy.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RecordedFile;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.SeenRequest;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the record says of the cost where the answer does not say it. */
@Tag("beside-others")
class CostIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String CHAT = "{\"model\":\"test/model\",\"messages\":[]}";
    private static final String NEWEST =
            "SELECT cost_nanos || ' ' || cost_source FROM exchanges ORDER BY id DESC LIMIT 1";

    private static final String MODELS = """
            {"data":[{"id":"test/model","pricing":{"prompt":"0.000003","completion":"0.000015"}}]}""";
    private static final String ANSWER = """
            {"model":"test/model","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":2}}""";

    @TempDir
    private Path base;

    @Test
    void theCostIsComputedFromTheUpstreamsPricesAndSaysSo() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start();
                TomcatProcess tomcat = TomcatProcess.start(base, upstream)) {
            upstream.answer(CostIT::withPrices);
            RecordedFile file = new RecordedFile(tomcat.database());
            long deadline = System.nanoTime() + SOON.toNanos();
            List<String> newest;
            do {
                RawRequest call =
                        RawRequest.post("/v1/chat/completions", CHAT).header("Authorization", "Bearer sk-of-a-caller");
                assertThat(RawClient.call(tomcat.relayPort(), call).status()).isEqualTo(200);
                newest = file.column(NEWEST);
            } while (newest.contains("null") && System.nanoTime() < deadline);

            assertThat(newest).containsExactly("60000 computed");
            assertThat(file.column("SELECT coalesce(cost_source, 'unknown') FROM exchanges ORDER BY id LIMIT 1"))
                    .containsExactly("unknown");
            assertThat(upstream.priceQuestions())
                    .singleElement()
                    .satisfies(request ->
                            assertThat(request.headers().first("Authorization")).isEmpty());
        }
    }

    @Test
    void aStoredAnswerThatIsFetchedAgainCostsNothingASecondTime() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start();
                TomcatProcess tomcat = TomcatProcess.start(base, upstream)) {
            upstream.answer(request -> Reply.json(200, """
                    {"id":"resp_1","model":"test/model","status":"completed",
                     "usage":{"input_tokens":10,"output_tokens":2,"total_tokens":12,"cost":0.5}}"""));

            RawClient.call(tomcat.relayPort(), RawRequest.post("/v1/responses", CHAT));
            RawClient.call(tomcat.relayPort(), RawRequest.get("/v1/responses/resp_1"));

            assertThat(new RecordedFile(tomcat.database())
                            .column("SELECT generation_id || coalesce(' ' || total_tokens || ' ' || cost_nanos, '')"
                                    + " FROM exchanges ORDER BY id"))
                    .containsExactly("resp_1 12 500000000", "resp_1");
            assertThat(RawClient.call(tomcat.relayPort(), RawRequest.get("/metrics"))
                            .text()
                            .lines())
                    .contains("openrouter_proxy_cost_dollars_total 0.5");
        }
    }

    @Test
    void whatIsMadeInTheBackgroundCostsOnceAlsoWhenItIsFetchedAfterARestart() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.answer(request -> Reply.json(200, request.method().equals("POST") ? """
                    {"id":"resp_1","model":"test/model","status":"queued","usage":null}""" : """
                    {"id":"resp_1","model":"test/model","status":"completed",
                     "usage":{"input_tokens":10,"output_tokens":2,"total_tokens":12,"cost":0.5}}"""));
            try (TomcatProcess tomcat = TomcatProcess.start(base, upstream)) {
                RawClient.call(tomcat.relayPort(), RawRequest.post("/v1/responses", CHAT));
            }
            try (TomcatProcess tomcat = TomcatProcess.start(base, upstream)) {
                RawClient.call(tomcat.relayPort(), RawRequest.get("/v1/responses/resp_1"));
                RawClient.call(tomcat.relayPort(), RawRequest.get("/v1/responses/resp_1"));

                assertThat(new RecordedFile(tomcat.database())
                                .column("SELECT method || coalesce(' ' || total_tokens || ' ' || cost_nanos, '')"
                                        + " FROM exchanges ORDER BY id"))
                        .containsExactly("POST 12 500000000", "GET", "GET");
                assertThat(RawClient.call(tomcat.relayPort(), RawRequest.get("/metrics"))
                                .text()
                                .lines())
                        .contains("openrouter_proxy_cost_dollars_total 0.5");
            }
        }
    }

    private static Reply withPrices(SeenRequest request) {
        return Reply.json(200, request.path().endsWith("/models") ? MODELS : ANSWER);
    }
}
