package io.github.openrouterproxy.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.StockTomcat;
import io.github.openrouterproxy.testing.StockTomcat.Version;
import io.github.openrouterproxy.testing.TomcatProcess;
import io.github.openrouterproxy.testing.tls.Http2Front;
import io.github.openrouterproxy.testing.tls.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A server and an upstream behind it; runs cases with and without the server. One thread. */
final class Stage implements AutoCloseable {
    private static final String ADMINISTRATOR = "sk-the-administrator-0123456789";
    private static final String HOST = "host: the upstream";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What of a message is compared. */
    enum Road {
        HTTP1,
        /** Tomcat 10.1 reads the names of headers in small letters, whatever they were. */
        ELDER_TOMCAT,
        /** Names in small letters, and {@code Host} apart from the headers, without a place among them. */
        HTTP2
    }

    private final FakeUpstream upstream;
    private final Road road;
    private final int relayPort;
    private final int monitorPort;
    private final Supplier<String> output;
    private final Closing stop;

    @FunctionalInterface
    private interface Closing {
        void close() throws IOException;
    }

    private Stage(
            FakeUpstream upstream, Road road, int relayPort, int monitorPort, Supplier<String> output, Closing stop) {
        this.upstream = upstream;
        this.road = road;
        this.relayPort = relayPort;
        this.monitorPort = monitorPort;
        this.output = output;
        this.stop = stop;
    }

    /** @param environment adds to what points the server at the upstream */
    static Stage set(Path base, Map<String, String> environment) throws IOException, InterruptedException {
        FakeUpstream upstream = FakeUpstream.start();
        Map<String, String> complete = settings(upstream);
        complete.putAll(environment);
        TomcatProcess tomcat = TomcatProcess.start(base, complete);
        return new Stage(upstream, Road.HTTP1, tomcat.relayPort(), tomcat.monitorPort(), tomcat::output, tomcat::close);
    }

    /** The same for the WAR alone in a Tomcat as its makers ship it. */
    static Stage dropIn(Version version, Path base) throws IOException, InterruptedException {
        FakeUpstream upstream = FakeUpstream.start();
        StockTomcat tomcat = StockTomcat.start(version, base, List.of("ROOT"), settings(upstream));
        tomcat.awaitReady("/health/ready");
        return new Stage(
                upstream,
                version == Version.TOMCAT_10_1 ? Road.ELDER_TOMCAT : Road.HTTP1,
                tomcat.port(),
                tomcat.port(),
                tomcat::output,
                tomcat::close);
    }

    /** The same with HTTP/2 between the relay and its upstream. */
    static Stage ofHttp2(Path base) throws Exception {
        FakeUpstream upstream = FakeUpstream.start();
        TestCertificate certificate = TestCertificate.create(base, "ip:127.0.0.1");
        Http2Front front = Http2Front.start(certificate, upstream.port());
        Map<String, String> complete = settings(upstream);
        complete.put("OPENAI_API_BASE", front.base().toString());
        complete.put("UPSTREAM_HTTP2", "true");
        complete.put(
                "CATALINA_OPTS",
                "-Djavax.net.ssl.trustStore=" + certificate.trustStore() + " -Djavax.net.ssl.trustStorePassword="
                        + TestCertificate.PASSWORD);
        TomcatProcess tomcat = TomcatProcess.start(base, complete);
        return new Stage(upstream, Road.HTTP2, tomcat.relayPort(), tomcat.monitorPort(), tomcat::output, () -> {
            tomcat.close();
            front.close();
        });
    }

    FakeUpstream upstream() {
        return upstream;
    }

    int relayPort() {
        return relayPort;
    }

    /** What the server printed so far. */
    String output() {
        return output.get();
    }

    /** With and without the relay, the same was said; and the relay understood it. */
    void play(Case story) throws Exception {
        Traffic direct = Traffic.of(story, upstream.port(), upstream);
        Traffic relayed = relay(story);

        assertThat(relayed.answers()).hasSameSizeAs(direct.answers());
        for (int i = 0; i < direct.seen().size(); i++) {
            assertThat(spelt(Likeness.of(relayed.seen().get(i))))
                    .as("%s: what the upstream saw of request %d", story.name(), i + 1)
                    .isEqualTo(spelt(Likeness.of(direct.seen().get(i))));
            assertThat(relayed.seen().get(i).body())
                    .isEqualTo(direct.seen().get(i).body());
        }
        for (int i = 0; i < direct.answers().size(); i++) {
            RawResponse original = direct.answers().get(i);
            RawResponse got = relayed.answers().get(i);
            assertThat(road == Road.HTTP2 ? spelt(Likeness.of(got, original)) : Likeness.of(got, original))
                    .as("%s: what the client got as answer %d", story.name(), i + 1)
                    .isEqualTo(
                            road == Road.HTTP2
                                    ? spelt(Likeness.of(original, original))
                                    : Likeness.of(original, original));
            assertThat(got.body()).isEqualTo(original.body());
        }
        if (!story.recorded().isEmpty()) {
            assertRecord(record(relayed.answers().get(relayed.answers().size() - 1)), story.recorded());
        }
    }

    Traffic relay(Case story) throws Exception {
        return Traffic.of(story, relayPort, upstream);
    }

    /** What the monitor tells about the call with that answer. */
    JsonNode record(RawResponse answer) throws IOException {
        String id = answer.headers()
                .first("X-Proxy-Request-Id")
                .orElseGet(() -> answer.headers().first("X-Request-Id").orElse("none"));
        RawResponse document;
        try (RawClient browser = RawClient.connect(monitorPort)) {
            browser.send(Bodies.ascii("GET /api/requests/" + id + " HTTP/1.1\r\nHost: 127.0.0.1:" + monitorPort
                    + "\r\nAuthorization: Bearer " + ADMINISTRATOR + "\r\n\r\n"));
            document = browser.receive();
        }
        assertThat(document.status()).isEqualTo(200);
        return JSON.readTree(document.body());
    }

    @Override
    public void close() throws IOException {
        stop.close();
        upstream.close();
    }

    private List<String> spelt(List<String> lines) {
        if (road == Road.HTTP1) {
            return lines;
        }
        List<String> spelt =
                new ArrayList<>(lines.stream().map(Likeness::inSmallLetters).toList());
        if (road == Road.HTTP2 && spelt.remove(HOST)) {
            spelt.add(HOST);
        }
        return spelt;
    }

    private static Map<String, String> settings(FakeUpstream upstream) {
        return new HashMap<>(Map.of(
                "OPENAI_API_BASE",
                upstream.base().toString(),
                "SUPER_ADMIN_APIKEY",
                ADMINISTRATOR,
                "RETRY_MAX_ATTEMPTS",
                "1",
                "MAX_REQUESTS_HISTORY",
                "0"));
    }

    private static void assertRecord(JsonNode record, Map<String, Object> expected) {
        Map<String, Object> found = new HashMap<>();
        expected.keySet().forEach(field -> found.put(field, JSON.convertValue(record.path(field), Object.class)));
        assertThat(found).isEqualTo(expected);
    }
}
