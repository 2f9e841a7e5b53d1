package io.github.openrouterproxy.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The server as it is shipped and an upstream behind it; runs cases with and without the server. One thread. */
final class Stage implements AutoCloseable {
    private static final String ADMINISTRATOR = "sk-the-administrator-0123456789";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeUpstream upstream;
    private final TomcatProcess tomcat;

    private Stage(FakeUpstream upstream, TomcatProcess tomcat) {
        this.upstream = upstream;
        this.tomcat = tomcat;
    }

    /** @param environment adds to what points the server at the upstream */
    static Stage set(Path base, Map<String, String> environment) throws IOException, InterruptedException {
        FakeUpstream upstream = FakeUpstream.start();
        Map<String, String> complete = new HashMap<>(Map.of(
                "OPENAI_API_BASE",
                upstream.base().toString(),
                "SUPER_ADMIN_APIKEY",
                ADMINISTRATOR,
                "RETRY_MAX_ATTEMPTS",
                "1",
                "MAX_REQUESTS_HISTORY",
                "0"));
        complete.putAll(environment);
        return new Stage(upstream, TomcatProcess.start(base, complete));
    }

    FakeUpstream upstream() {
        return upstream;
    }

    TomcatProcess tomcat() {
        return tomcat;
    }

    /** With and without the relay, the same was said; and the relay understood it. */
    void play(Case story) throws Exception {
        Traffic direct = Traffic.of(story, upstream.port(), upstream);
        Traffic relayed = relay(story);

        assertThat(relayed.answers()).hasSameSizeAs(direct.answers());
        for (int i = 0; i < direct.seen().size(); i++) {
            assertThat(Likeness.of(relayed.seen().get(i)))
                    .as("%s: what the upstream saw of request %d", story.name(), i + 1)
                    .isEqualTo(Likeness.of(direct.seen().get(i)));
            assertThat(relayed.seen().get(i).body())
                    .isEqualTo(direct.seen().get(i).body());
        }
        for (int i = 0; i < direct.answers().size(); i++) {
            RawResponse original = direct.answers().get(i);
            RawResponse got = relayed.answers().get(i);
            assertThat(Likeness.of(got, original))
                    .as("%s: what the client got as answer %d", story.name(), i + 1)
                    .isEqualTo(Likeness.of(original, original));
            assertThat(got.body()).isEqualTo(original.body());
        }
        if (!story.recorded().isEmpty()) {
            assertRecord(record(relayed.answers().get(relayed.answers().size() - 1)), story.recorded());
        }
    }

    Traffic relay(Case story) throws Exception {
        return Traffic.of(story, tomcat.relayPort(), upstream);
    }

    /** What the monitor tells about the call with that answer. */
    JsonNode record(RawResponse answer) throws IOException {
        String id = answer.headers()
                .first("X-Proxy-Request-Id")
                .orElseGet(() -> answer.headers().first("X-Request-Id").orElse("none"));
        RawResponse document = RawClient.call(
                tomcat.monitorPort(),
                RawRequest.get("/api/requests/" + id).bearer(ADMINISTRATOR).header("Connection", "close"));
        assertThat(document.status()).isEqualTo(200);
        return JSON.readTree(document.body());
    }

    @Override
    public void close() throws IOException {
        tomcat.close();
        upstream.close();
    }

    private static void assertRecord(JsonNode record, Map<String, Object> expected) {
        Map<String, Object> found = new HashMap<>();
        expected.keySet().forEach(field -> found.put(field, JSON.convertValue(record.path(field), Object.class)));
        assertThat(found).isEqualTo(expected);
    }
}
