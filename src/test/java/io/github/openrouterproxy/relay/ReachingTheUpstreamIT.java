package io.github.openrouterproxy.relay;

import static io.github.openrouterproxy.testing.machine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Attempt;
import io.github.openrouterproxy.relay.upstream.UpstreamLimits;
import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.SeenRequest;
import io.github.openrouterproxy.testing.tls.FakeProxy;
import io.github.openrouterproxy.testing.tls.RawTlsServer;
import io.github.openrouterproxy.testing.tls.TestCertificate;
import io.github.openrouterproxy.testing.tls.TlsUpstream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS, HTTP/2 and proxies on the way to the upstream. */
class ReachingTheUpstreamIT {
    /** More than any one connection may carry, by far. */
    private static final int CALLS = Integer.getInteger("http2.calls", 300);

    private static final int STREAMS = Integer.getInteger("http2.streams", 20);

    /** Longer than the client's idle timeout in the test; with 40 s longer than any it has by itself. */
    private static final Duration SILENCE = Duration.ofSeconds(Integer.getInteger("http2.silence", 1));

    @TempDir
    private static Path folder;

    private static TestCertificate certificate;
    private static TestCertificate forAnother;

    private final TestReporter reporter;

    ReachingTheUpstreamIT(TestReporter reporter) {
        this.reporter = reporter;
    }

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificate = TestCertificate.create(folder, "ip:127.0.0.1");
        forAnother = TestCertificate.create(folder, "dns:other.test");
    }

    @AfterEach
    void trustNobodyMore() {
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
    }

    @Test
    void believesWhomTheTrustStoreOfTheJavaBelieves() throws Exception {
        trust(certificate);
        try (TlsUpstream upstream = TlsUpstream.start(certificate, 0, 1);
                RelayTomcat relay = relay(upstream)) {
            RawResponse got = RawClient.call(relay.port(), RawRequest.get("/v1/models"));

            assertThat(got.text()).isEqualTo("/v1/models");
            assertThat(upstream.protocols()).containsExactly("HTTP/1.1");
        }
    }

    @Test
    void answers502ForACertificateNobodyVouchesFor() throws Exception {
        try (TlsUpstream upstream = TlsUpstream.start(certificate, 0, 1);
                RelayTomcat relay = relay(upstream)) {
            RawResponse got = RawClient.call(relay.port(), RawRequest.get("/v1/models"));

            assertThat(got.status()).isEqualTo(502);
            assertThat(got.text()).contains("\"type\":\"upstream_unreachable\"", "TLS failed");
            assertThat(upstream.connections()).isZero();
        }
    }

    @Test
    void answers502ForACertificateOfAnotherHost() throws Exception {
        trust(forAnother);
        try (TlsUpstream upstream = TlsUpstream.start(forAnother, 0, 1);
                RelayTomcat relay = relay(upstream)) {
            RawResponse got = RawClient.call(relay.port(), RawRequest.get("/v1/models"));

            assertThat(got.status()).isEqualTo(502);
            assertThat(got.text()).contains("\"type\":\"upstream_unreachable\"", "TLS failed", "127.0.0.1");
            assertThat(upstream.connections()).isZero();
        }
    }

    /** Where {@code Host} is left to Jetty, which asks for an address that such a path cannot be a part of. */
    @Test
    void aPathThatLooksLikeAHostIsNone() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start();
                RelayTomcat relay =
                        RelayTomcat.start("http://127.0.0.1:" + upstream.port(), "UPSTREAM_HTTP2", "true")) {
            upstream.answerNext(Reply.json(200, "{}"));

            assertThat(RawClient.call(relay.port(), RawRequest.get("/v1//[::1]/x"))
                            .status())
                    .isEqualTo(200);
            assertThat(upstream.requests())
                    .singleElement()
                    .satisfies(seen -> assertThat(seen.requestLine()).isEqualTo("GET //[::1]/x HTTP/1.1"));
        }
    }

    /** It is none of the proxy's, which has no part in what is said in a tunnel. */
    @Test
    void whatTheUpstreamSaysOfAProxyInATunnelPassesAsItIs() throws Exception {
        trust(certificate);
        String answer = "HTTP/1.1 407 Odd\r\nContent-Length: 3\r\nConnection: close\r\n\r\nodd";
        try (FakeProxy proxy = FakeProxy.start("someone", "secret");
                RawTlsServer upstream = RawTlsServer.start(certificate, answer);
                RelayTomcat relay =
                        RelayTomcat.start(upstream.base().toString(), "UPSTREAM_PROXY", address(proxy, "secret"))) {
            RawResponse got = RawClient.call(relay.port(), RawRequest.get("/v1/models"));

            assertThat(got.status()).isEqualTo(407);
            assertThat(got.text()).isEqualTo("odd");
        }
    }

    @Test
    void opensAsManyConnectionsOfHttp2AsItsStreamsNeed() throws Exception {
        trust(certificate);
        try (TlsUpstream upstream = TlsUpstream.start(certificate, STREAMS, CALLS);
                RelayTomcat relay = relay(upstream, "UPSTREAM_HTTP2", "true")) {
            callAllAtOnce(relay, upstream);

            assertThat(upstream.protocols()).containsExactly("HTTP/2.0");
            assertThat(upstream.openConnections()).isBetween((long) CALLS / STREAMS, CALLS * 11L / 10 / STREAMS + 2);
        }
    }

    @Test
    void carriesAsManyCallsAtOnceWhereTheUpstreamOffersNothingNewer() throws Exception {
        trust(certificate);
        try (TlsUpstream upstream = TlsUpstream.start(certificate, 0, CALLS);
                RelayTomcat relay = relay(upstream, "UPSTREAM_HTTP2", "true")) {
            callAllAtOnce(relay, upstream);

            assertThat(upstream.protocols()).containsExactly("HTTP/1.1");
            assertThat(upstream.openConnections()).isBetween((long) CALLS, CALLS + CALLS / 10L);
        }
    }

    /** The client would close a connection of HTTP/2 that is silent for longer than it may lie unused. */
    @Test
    void noSilenceEndsAConnectionOfHttp2OnWhichACallWaits() throws Exception {
        trust(certificate);
        UpstreamLimits brief = new UpstreamLimits(64, 64, Duration.ofMillis(300), Duration.ofMinutes(5));
        try (TlsUpstream upstream = TlsUpstream.start(certificate, STREAMS, 2);
                RelayTomcat relay = RelayTomcat.to(upstream.base().toString())
                        .with("UPSTREAM_HTTP2", "true", "RETRY_MAX_ATTEMPTS", "1")
                        .limits(brief)
                        .start();
                RawClient first = RawClient.connect(relay.port())) {
            first.send(RawRequest.get("/v1/first").bytes());
            TimeUnit.MILLISECONDS.sleep(SILENCE.toMillis());

            assertThat(RawClient.call(relay.port(), RawRequest.get("/v1/second"))
                            .text())
                    .isEqualTo("/v1/second");
            assertThat(first.receive().text()).isEqualTo("/v1/first");
            assertThat(upstream.protocols()).containsExactly("HTTP/2.0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void theTimeForAHandshakeEndsNoConnectionOnceItIsOver(String http2) throws Exception {
        trust(certificate);
        try (TlsUpstream upstream = TlsUpstream.start(certificate, STREAMS, 2);
                RelayTomcat relay = relay(upstream, "UPSTREAM_HTTP2", http2, "CONNECT_TIMEOUT", "2s");
                RawClient first = RawClient.connect(relay.port())) {
            first.send(RawRequest.get("/v1/first").bytes());
            TimeUnit.MILLISECONDS.sleep(2500);

            assertThat(RawClient.call(relay.port(), RawRequest.get("/v1/second"))
                            .text())
                    .isEqualTo("/v1/second");
            assertThat(first.receive().text()).isEqualTo("/v1/first");
        }
    }

    /** Jetty lets all that wait for a connection fail with one that cannot be made. */
    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void aConnectionThatIsTurnedAwayCostsNoCallItsAttempt(String http2) throws Exception {
        trust(certificate);
        int calls = 12;
        try (FakeProxy proxy = FakeProxy.start("someone", "secret");
                TlsUpstream upstream = TlsUpstream.start(certificate, 2, calls);
                RelayTomcat relay = RelayTomcat.to(upstream.base().toString())
                        .with("UPSTREAM_PROXY", address(proxy, "secret"), "UPSTREAM_HTTP2", http2)
                        .with("RETRY_MAX_ATTEMPTS", "1")
                        .dice(() -> 0.1)
                        .start()) {
            proxy.hangUpOnEvery(4);
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                RawClient client = RawClient.connect(relay.port());
                clients.add(client);
                client.send(RawRequest.get("/v1/call/" + i).bytes());
                eventually("one is there", () -> upstream.connections() > 0);
            }
            for (int i = 0; i < calls; i++) {
                assertThat(clients.get(i).receive().text()).isEqualTo("/v1/call/" + i);
                clients.get(i).close();
            }
            assertThat(pausesBeforeTheSecondAttempt(relay, calls)).isNotEmpty().containsOnly(Duration.ofMillis(50));
        }
    }

    private static List<Duration> pausesBeforeTheSecondAttempt(RelayTomcat relay, int calls)
            throws InterruptedException {
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            List<Attempt> attempts = relay.recorder().nextEnded().attempts();
            if (attempts.size() > 1) {
                pauses.add(attempts.get(1).pause());
            }
        }
        return pauses;
    }

    @Test
    void speaksHttp11WhereTheUpstreamOffersNothingNewer() throws Exception {
        trust(certificate);
        try (TlsUpstream upstream = TlsUpstream.start(certificate, 0, 1);
                RelayTomcat relay = relay(upstream, "UPSTREAM_HTTP2", "true")) {
            assertThat(RawClient.call(relay.port(), RawRequest.get("/v1/models"))
                            .text())
                    .isEqualTo("/v1/models");
            assertThat(upstream.protocols()).containsExactly("HTTP/1.1");
        }
    }

    @Test
    void goesThroughAProxyWithNameAndPassword() throws Exception {
        try (FakeProxy proxy = FakeProxy.start("someone", "p@ss:word");
                FakeUpstream upstream = FakeUpstream.start();
                RelayTomcat relay = RelayTomcat.start(
                        upstream.base().toString(), "UPSTREAM_PROXY", address(proxy, "p%40ss%3Aword"))) {
            RawResponse got = RawClient.call(
                    relay.port(), RawRequest.get("/v1/models?a=b").bearer("sk-a"));

            assertThat(got.text()).isEqualTo("via proxy");
            SeenRequest seen = proxy.requests().get(0);
            assertThat(seen.target()).isEqualTo(upstream.base() + "/models?a=b");
            assertThat(seen.headers().first("Authorization")).contains("Bearer sk-a");
            assertThat(upstream.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/models?search=100%", "/x?{\"json\":[1,2]}", "/[0]/{1}/|", "/a%2Fb?", ""})
    void asksAProxyForTheWholeAddressAsItIsWritten(String target) throws Exception {
        try (FakeProxy proxy = FakeProxy.start("someone", "secret");
                FakeUpstream upstream = FakeUpstream.start();
                RelayTomcat relay =
                        RelayTomcat.start(upstream.base().toString(), "UPSTREAM_PROXY", address(proxy, "secret"))) {
            assertThat(RawClient.call(relay.port(), RawRequest.get("/v1" + target))
                            .text())
                    .isEqualTo("via proxy");

            assertThat(proxy.requests().get(0).target()).isEqualTo(upstream.base() + target);
        }
    }

    @Test
    void tunnelsToAnUpstreamBehindTlsAndKeepsTheKeyFromTheProxy() throws Exception {
        trust(certificate);
        try (FakeProxy proxy = FakeProxy.start("someone", "secret");
                TlsUpstream upstream = TlsUpstream.start(certificate, 0, 1);
                RelayTomcat relay = relay(upstream, "UPSTREAM_PROXY", address(proxy, "secret"))) {
            RawResponse got =
                    RawClient.call(relay.port(), RawRequest.get("/v1/models").bearer("sk-a"));

            assertThat(got.text()).isEqualTo("/v1/models");
            assertThat(proxy.requests()).singleElement().satisfies(seen -> {
                assertThat(seen.requestLine()).isEqualTo("CONNECT 127.0.0.1:" + upstream.port() + " HTTP/1.1");
                assertThat(seen.headers().contains("Authorization")).isFalse();
                assertThat(seen.headers().contains("Proxy-Authorization")).isTrue();
            });
            assertThat(upstream.headerNames()).contains("authorization").doesNotContain("proxy-authorization");
        }
    }

    @Test
    void speaksHttp2ThroughATunnelToo() throws Exception {
        trust(certificate);
        try (FakeProxy proxy = FakeProxy.start("someone", "secret");
                TlsUpstream upstream = TlsUpstream.start(certificate, STREAMS, 1);
                RelayTomcat relay =
                        relay(upstream, "UPSTREAM_PROXY", address(proxy, "secret"), "UPSTREAM_HTTP2", "true")) {
            assertThat(RawClient.call(relay.port(), RawRequest.get("/v1/models"))
                            .text())
                    .isEqualTo("/v1/models");
            assertThat(upstream.protocols()).containsExactly("HTTP/2.0");
            assertThat(upstream.headerNames()).doesNotContain("proxy-authorization");
            assertThat(proxy.requests()).hasSize(1);
        }
    }

    @Test
    void goesThroughAProxyToAnUpstreamWithoutTlsThoughHttp2IsAskedFor() throws Exception {
        try (FakeProxy proxy = FakeProxy.start("someone", "secret");
                FakeUpstream upstream = FakeUpstream.start();
                RelayTomcat relay = RelayTomcat.start(
                        upstream.base().toString(),
                        "UPSTREAM_PROXY",
                        address(proxy, "secret"),
                        "UPSTREAM_HTTP2",
                        "true",
                        "RETRY_MAX_ATTEMPTS",
                        "1")) {
            assertThat(RawClient.call(relay.port(), RawRequest.get("/v1/models"))
                            .text())
                    .isEqualTo("via proxy");
            assertThat(proxy.requests().get(0).target()).isEqualTo(upstream.base() + "/models");
        }
    }

    @ParameterizedTest
    @CsvSource({"403,1", "404,1", "502,3", "503,3"})
    void triesAProxyAgainThatMayLetTheTunnelPassAnotherTime(int status, int attempts) throws Exception {
        try (FakeProxy proxy = FakeProxy.start("someone", "secret");
                RelayTomcat relay = RelayTomcat.start(
                        "https://127.0.0.1:1/v1",
                        "UPSTREAM_PROXY",
                        "http://someone:secret@127.0.0.1:" + proxy.port(),
                        "RETRY_MAX_WAIT",
                        "10ms")) {
            proxy.denyTunnelsWith(status);

            RawResponse got = RawClient.call(relay.port(), RawRequest.get("/v1/models"));

            assertThat(got.status()).isEqualTo(502);
            assertThat(got.text()).contains("upstream_unreachable", "the proxy on the way answered " + status);
            assertThat(proxy.requests()).hasSize(attempts);
            assertThat(relay.recorder().nextEnded().attempts()).hasSize(attempts);
        }
    }

    @Test
    void saysThatTheProxyOnTheWayWantsAnotherPassword() throws Exception {
        try (FakeProxy proxy = FakeProxy.start("someone", "secret");
                FakeUpstream plain = FakeUpstream.start();
                TlsUpstream upstream = TlsUpstream.start(certificate, 0, 1)) {
            for (String base : List.of(plain.base().toString(), upstream.base().toString())) {
                try (RelayTomcat relay =
                        RelayTomcat.start(base, "UPSTREAM_PROXY", address(proxy, "wrong"), "RETRY_MAX_ATTEMPTS", "1")) {
                    RawResponse got = RawClient.call(relay.port(), RawRequest.get("/v1/models"));

                    assertThat(got.status()).isEqualTo(502);
                    assertThat(got.text())
                            .contains(
                                    "\"type\":\"upstream_unreachable\"",
                                    "the proxy on the way asks for other credentials than UPSTREAM_PROXY has")
                            .doesNotContain("wrong");
                }
            }
        }
    }

    /** The upstream answers none before all are there. */
    private void callAllAtOnce(RelayTomcat relay, TlsUpstream upstream) throws Exception {
        long start = System.nanoTime();
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            RawClient client = RawClient.connect(relay.port());
            clients.add(client);
            client.send(RawRequest.get("/v1/call/" + i).bytes());
        }
        assertThat(upstream.awaitAll(Duration.ofSeconds(30 + CALLS / 25))).isTrue();
        for (int i = 0; i < CALLS; i++) {
            assertThat(clients.get(i).receive().text()).isEqualTo("/v1/call/" + i);
            clients.get(i).close();
        }
        reporter.publishEntry(CALLS + " calls at once, ms", Long.toString((System.nanoTime() - start) / 1_000_000));
    }

    private static RelayTomcat relay(TlsUpstream upstream, String... more) throws Exception {
        String[] settings = new String[more.length + 2];
        settings[0] = "RETRY_MAX_ATTEMPTS";
        settings[1] = "1";
        System.arraycopy(more, 0, settings, 2, more.length);
        return RelayTomcat.start(upstream.base().toString(), settings);
    }

    private static String address(FakeProxy proxy, String password) {
        return "http://someone:" + password + "@127.0.0.1:" + proxy.port();
    }

    private static void trust(TestCertificate trusted) {
        System.setProperty("javax.net.ssl.trustStore", trusted.trustStore().toString());
        System.setProperty("javax.net.ssl.trustStorePassword", TestCertificate.PASSWORD);
    }
}
