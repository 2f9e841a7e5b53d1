package io.github.openrouterproxy.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the shipped server counts of known calls, to the last one; calls that it makes to warm up are none. */
@Tag("beside-others")
final class RelayMetricsIT {
    @TempDir
    private Path base;

    @Test
    void theRecorderTellsWhatBecameOfEachCall() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start();
                TomcatProcess tomcat = TomcatProcess.start(
                        base, Map.of("OPENAI_API_BASE", upstream.base().toString(), "MAX_RECORDED_BYTES", "1KB"))) {
            upstream.answer(request -> request.target().endsWith("/long")
                    ? Reply.json(200, "\"" + "x".repeat(2_000) + "\"")
                    : Reply.json(404, "{}"));

            for (String path : List.of("/v1/long", "/v1/long", "/v1/missing")) {
                RawClient.call(tomcat.relayPort(), RawRequest.get(path));
            }

            assertThat(RawClient.call(tomcat.relayPort(), RawRequest.get("/metrics"))
                            .text()
                            .lines())
                    .contains(
                            "openrouter_proxy_calls_total{status=\"2xx\",outcome=\"success\"} 2",
                            "openrouter_proxy_calls_total{status=\"4xx\",outcome=\"failure\"} 1",
                            "openrouter_proxy_retries_total 0",
                            "gen_ai_server_request_duration_seconds_count 3",
                            "openrouter_proxy_commit_wait_seconds_count 3",
                            "openrouter_proxy_calls_in_flight 0",
                            "openrouter_proxy_records_written_total 3",
                            "openrouter_proxy_records_late_total 0",
                            "openrouter_proxy_records_dropped_total 0",
                            "openrouter_proxy_bodies_truncated_total 2",
                            "openrouter_proxy_records_waiting 0",
                            "openrouter_proxy_records_waiting_bytes 0",
                            "openrouter_proxy_recorder_failing 0");
        }
    }
}
