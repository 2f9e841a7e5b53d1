package io.github.openrouterproxy.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.UpstreamSettings;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.Reply;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ControlPlaneIT {
    private static final Credential KEY = new Credential("sk-test");

    private FakeUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = FakeUpstream.start();
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    @Test
    void asksBelowTheBaseWithTheKeyItIsGiven() {
        upstream.answerNext(Reply.json(200, "{\"data\":{}}"));

        try (ControlPlane plane = new ControlPlane(settings(upstream.base(), null))) {
            assertThat(plane.get("/key?a=%20b", KEY)).hasValueSatisfying(answer -> {
                assertThat(answer.isSuccess()).isTrue();
                assertThat(answer.body()).asString().isEqualTo("{\"data\":{}}");
            });
        }

        assertThat(upstream.requests()).singleElement().satisfies(seen -> {
            assertThat(seen.requestLine()).isEqualTo("GET /api/v1/key?a=%20b HTTP/1.1");
            assertThat(seen.headers().all("Authorization")).containsExactly("Bearer sk-test");
        });
    }

    @Test
    void aRedirectIsNotFollowedSinceTheKeyWouldGoAlong() {
        upstream.answerNext(Reply.status(302)
                .header("Location", upstream.base() + "/elsewhere")
                .header("Content-Length", "0"));

        try (ControlPlane plane = new ControlPlane(settings(upstream.base(), null))) {
            assertThat(plane.get("/key", KEY))
                    .hasValueSatisfying(answer -> assertThat(answer.status()).isEqualTo(302));
        }

        assertThat(upstream.requests()).hasSize(1);
    }

    @Test
    void nobodyThereIsNoAnswer() throws IOException {
        URI gone = upstream.base();
        upstream.close();

        try (ControlPlane plane = new ControlPlane(settings(gone, null))) {
            assertThat(plane.get("/key", KEY)).isEmpty();
        }
    }

    @Test
    @Timeout(5)
    void anAnswerThatDripsIsNone() {
        Reply drip = Reply.status(200).header("Content-Length", "1000");
        for (int i = 0; i < 1000; i++) {
            drip = drip.piece(" ").pause(Duration.ofMillis(30));
        }
        upstream.answerNext(drip);

        try (ControlPlane plane = new ControlPlane(settings(upstream.base(), null), Duration.ofMillis(300))) {
            assertThat(plane.get("/key", KEY)).isEmpty();
        }
    }

    @Test
    void aProxyIsAskedInTheUpstreamsPlaceWithItsOwnName() {
        upstream.answerNext(Reply.json(200, "{}"));
        URI proxy = URI.create("http://u%40x:p%3Aw@127.0.0.1:" + upstream.port());

        try (ControlPlane plane = new ControlPlane(settings(URI.create("http://upstream.invalid/v1"), proxy))) {
            assertThat(plane.get("/credits", null))
                    .hasValueSatisfying(answer -> assertThat(answer.status()).isEqualTo(200));
        }

        assertThat(upstream.requests()).singleElement().satisfies(seen -> {
            assertThat(seen.requestLine()).isEqualTo("GET http://upstream.invalid/v1/credits HTTP/1.1");
            assertThat(seen.headers().all("Proxy-Authorization")).containsExactly("Basic dUB4OnA6dw==");
            assertThat(seen.headers().contains("Authorization")).isFalse();
        });
    }

    private static UpstreamSettings settings(URI base, @Nullable URI proxy) {
        return new UpstreamSettings(base, null, Duration.ofSeconds(2), Duration.ofSeconds(5), false, proxy);
    }
}
