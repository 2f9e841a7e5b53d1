package io.github.openrouterproxy.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RecordedFile;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stream cost that was cut before its end could tell it. */
@Tag("beside-others")
class CutStreamCostIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String NEWEST =
            "SELECT coalesce(cost_nanos || ' ' || cost_source || ' ' || completion_tokens, error) FROM exchanges"
                    + " ORDER BY id DESC LIMIT 1";
    private static final String ANSWER = """
            {"data":{"id":"gen-cut-1","total_cost":0.00021,"native_tokens_prompt":12,"native_tokens_completion":34}}""";

    @TempDir
    private Path base;

    @Test
    void theUpstreamIsAskedForItAfterwardsWithTheKeyOfTheCall() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start();
                TomcatProcess tomcat = TomcatProcess.start(base, upstream)) {
            upstream.answerNext(Reply.events()
                    .piece("data: {\"id\":\"gen-cut-1\",\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n")
                    .reset());
            upstream.answerGenerations(request -> Reply.json(200, ANSWER));
            callThatIsCut(tomcat);
            RecordedFile file = new RecordedFile(tomcat.database());
            long deadline = System.nanoTime() + SOON.toNanos();
            List<String> newest = file.column(NEWEST);
            while (!newest.equals(List.of("210000 looked_up 34")) && System.nanoTime() < deadline) {
                Thread.sleep(50);
                newest = file.column(NEWEST);
            }

            assertThat(newest).containsExactly("210000 looked_up 34");
            assertThat(RawClient.call(tomcat.relayPort(), RawRequest.get("/metrics"))
                            .text()
                            .lines())
                    .contains("openrouter_proxy_cost_dollars_total 2.1E-4");
            assertThat(upstream.generationQuestions()).singleElement().satisfies(request -> {
                assertThat(request.target()).isEqualTo("/api/v1/generation?id=gen-cut-1");
                assertThat(request.headers().first("Authorization")).contains("Bearer sk-of-a-caller");
            });
        }
    }

    private static void callThatIsCut(TomcatProcess tomcat) {
        RawRequest call = RawRequest.post("/v1/chat/completions", "{\"model\":\"m\",\"stream\":true,\"messages\":[]}")
                .header("Authorization", "Bearer sk-of-a-caller");
        try {
            RawClient.call(tomcat.relayPort(), call);
        } catch (IOException cut) {
            // as it should be
        }
    }
}
