package io.github.openrouterproxy.relay;

import static io.github.openrouterproxy.testing.machine.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.relay.capture.CaptureBudget;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A call has its room in the heap for as long as it holds the container's buffers, and not a moment longer. */
class RoomForCallsIT {
    private static final RawRequest CALL = RawRequest.post("/v1/chat/completions", "{}");
    private static final int LENGTH = 100_000;
    private static final Duration SOON = Duration.ofSeconds(5);

    @RegisterExtension
    private final RelayStage stage = new RelayStage();

    @FunctionalInterface
    private interface Course {
        void run(RoomForCallsIT test, RelayTomcat relay) throws Exception;
    }

    /** How a call may end. */
    private record Ending(String name, Course course) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Ending> ENDINGS = List.of(
            new Ending(
                    "in order",
                    (test, relay) -> assertThat(
                                    RawClient.call(relay.port(), CALL).status())
                            .isEqualTo(200)),
            new Ending("broken off by the upstream", (test, relay) -> {
                test.stage
                        .upstream()
                        .answerNext(Reply.events().piece("data: 1\n\n").reset());
                assertThat(RawClient.call(relay.port(), CALL).complete()).isFalse();
            }),
            new Ending("broken off for a client without chunks", (test, relay) -> {
                test.stage
                        .upstream()
                        .answerNext(Reply.events().piece("data: 1\n\n").reset());
                RawClient.call(
                        relay.port(),
                        RawRequest.http10("POST", "/v1/chat/completions").body("{}"));
            }),
            new Ending("unanswered", (test, relay) -> {
                test.stage.upstream().answerNext(Reply.raw(new byte[0]).close());
                assertThat(RawClient.call(relay.port(), CALL).status()).isEqualTo(502);
            }),
            new Ending(
                    "too large",
                    (test, relay) -> upload(relay, 200_000, "", 413).close()),
            new Ending("too large after all", (test, relay) -> {
                try (RawClient client = RawClient.connect(relay.port())) {
                    client.send(
                            "POST /v1/files HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(UTF_8));
                    client.send(("30d40\r\n" + "x".repeat(200_000)).getBytes(UTF_8));
                    assertThat(client.receive().status()).isEqualTo(413);
                }
            }),
            new Ending("malformed", (test, relay) -> {
                try (RawClient client = RawClient.connect(relay.port())) {
                    client.send(
                            "POST /v1/files HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(UTF_8));
                    client.send("1\r\nx\r\nno chunk\r\n".getBytes(UTF_8));
                    assertThat(client.receive().status()).isEqualTo(400);
                }
            }),
            new Ending("late", (test, relay) -> {
                try (RawClient client = upload(relay, 4, "x")) {
                    assertThat(client.receive().status()).isEqualTo(408);
                }
            }),
            new Ending("answered early to a client that leaves", (test, relay) -> {
                test.stage.upstream().answerNextEarly(Reply.json(401, "{}"));
                upload(relay, LENGTH, "", 401).reset();
            }),
            new Ending("answered early to a client that goes on", (test, relay) -> {
                test.stage.upstream().answerNextEarly(Reply.json(401, "{}"));
                try (RawClient client = upload(relay, LENGTH, "", 401)) {
                    assertThat(client.isClosedWithin(SOON.multipliedBy(2))).isTrue();
                }
            }),
            new Ending("left before the head", (test, relay) -> {
                test.stage.upstream().answerNext(Reply.silence());
                try (RawClient client = RawClient.connect(relay.port())) {
                    client.send(CALL.bytes());
                    test.stage.upstream().awaitRequest(SOON);
                    client.reset();
                }
            }),
            new Ending("left in order before the head", (test, relay) -> {
                test.stage.upstream().answerNext(Reply.silence());
                try (RawClient client = RawClient.connect(relay.port())) {
                    client.send(CALL.bytes());
                    test.stage.upstream().awaitRequest(SOON);
                }
            }),
            new Ending("left in a stream", (test, relay) -> {
                test.stage
                        .upstream()
                        .answerNext(Reply.events().piece("data: 1\n\n").stall());
                try (RawClient client = RawClient.connect(relay.port())) {
                    client.send(CALL.bytes());
                    client.receiveHead();
                    client.reset();
                }
            }),
            new Ending("left without reading", (test, relay) -> {
                test.stage.upstream().answerNext(Reply.status(200).bytes(new byte[30_000_000]));
                try (RawClient client = RawClient.connectNarrowly(relay.port())) {
                    client.send(CALL.bytes());
                    test.stage.upstream().awaitRequest(SOON);
                    Thread.sleep(200);
                    client.reset();
                }
            }),
            new Ending("left in its upload", (test, relay) -> {
                try (RawClient client = upload(relay, LENGTH, "x")) {
                    relay.recorder().nextBegun();
                    client.reset();
                }
            }),
            new Ending("left while it is recorded", (test, relay) -> {
                relay.recorder().hold();
                try (RawClient client = RawClient.connect(relay.port())) {
                    client.send(CALL.bytes());
                    relay.recorder().nextEnded();
                    client.reset();
                }
                Thread.sleep(100);
                relay.recorder().settleNext();
                relay.recorder().holdNoMore();
            }),
            new Ending("not recorded", (test, relay) -> {
                relay.recorder().hold();
                try (RawClient client = RawClient.connect(relay.port())) {
                    client.send(CALL.bytes());
                    relay.recorder().nextEnded();
                    relay.recorder().failNext();
                    assertThat(client.receive().complete()).isFalse();
                }
                relay.recorder().holdNoMore();
            }));

    private static List<Ending> endings() {
        return ENDINGS;
    }

    private static Stream<Ending> departures() {
        return ENDINGS.stream().filter(ending -> ending.name().startsWith("left "));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void howeverACallEndsThereIsRoomForTheNext(Ending ending) throws Exception {
        RelayTomcat relay = stage.relay(forOneCall().with("MAX_REQUEST_BYTES", "150000"));

        ending.course().run(this, relay);

        eventually("there is room again", () -> call(relay).status() == 200);
    }

    @ParameterizedTest
    @MethodSource("departures")
    void howeverItIsReadOnForTheRecordThereIsRoomForTheNext(Ending ending) throws Exception {
        RelayTomcat relay = stage.relay(forOneCall().with("ON_CLIENT_DISCONNECT", "drain", "DRAIN_TIMEOUT", "1s"));

        ending.course().run(this, relay);

        eventually("there is room again", () -> call(relay).status() == 200);
    }

    @Test
    void aCallThatCannotBeNotedLeavesRoomForTheNext() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        RelayTomcat relay = stage.relay(forOneCall().clock(new Clockwork(broken)));

        assertThat(call(relay).status()).isEqualTo(500);
        broken.set(false);

        assertThat(call(relay).status()).isEqualTo(200);
    }

    @Test
    void aCallThatTheContainerWillNotHoldLeavesRoomForTheNext() throws Exception {
        CaptureBudget budget = new CaptureBudget(200_000, 200_000);
        RelayTomcat relay = stage.relay(forOneCall().within(budget).withoutAsync());

        assertThat(call(relay).status()).isEqualTo(500);
        assertThat(budget.free()).isEqualTo(200_000);
    }

    /** The container's buffers are held until the connection is done with the call. */
    @Test
    void aCallWhoseUploadGoesOnBehindItsAnswerKeepsItsRoom() throws Exception {
        RelayTomcat relay = stage.relay(forOneCall());
        stage.upstream().answerNextEarly(Reply.json(401, "{}"));
        try (RawClient client = upload(relay, LENGTH, "", 401)) {
            relay.recorder().nextEnded();
            Thread.sleep(100);

            assertThat(call(relay).status()).isEqualTo(503);
            client.send("x".repeat(LENGTH).getBytes(UTF_8));

            eventually("there is room again", () -> call(relay).status() == 200);
        }
    }

    /** Those of the others are left to the kernel, which may take the answer back with them. */
    @Test
    void fewBodiesThatNobodyWantsAreReadAwayAtOnce() throws Exception {
        RelayTomcat relay = stage.relay(RelayTomcat.to(stage.base()).readingAway(2));
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(RawClient.connect(relay.port()));
            clients.get(i)
                    .send(("POST /elsewhere HTTP/1.1\r\nHost: x\r\nContent-Length: " + LENGTH + "\r\n\r\n")
                            .getBytes(UTF_8));
            assertThat(clients.get(i).receive().status()).isEqualTo(404);
        }
        List<RawClient> readAway = new ArrayList<>(clients);
        eventually(() -> "of four, open are " + readAway.size(), () -> {
            readAway.removeIf(RoomForCallsIT::isClosed);
            return readAway.size() == 2;
        });

        for (RawClient client : readAway) {
            client.send("x".repeat(LENGTH).getBytes(UTF_8));
            assertThat(client.call(CALL).status()).isEqualTo(200);
        }
        try (RawClient next = RawClient.connect(relay.port())) {
            next.send(
                    ("POST /elsewhere HTTP/1.1\r\nHost: x\r\nContent-Length: " + LENGTH + "\r\n\r\n").getBytes(UTF_8));
            assertThat(next.receive().status()).isEqualTo(404);
            next.send("x".repeat(LENGTH).getBytes(UTF_8));
            assertThat(next.call(CALL).status()).isEqualTo(200);
        }
        for (RawClient client : clients) {
            client.close();
        }
    }

    private static boolean isClosed(RawClient client) {
        try {
            return client.isClosedWithin(Duration.ofMillis(10));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RelayTomcat.Plan forOneCall() {
        return RelayTomcat.to(stage.base())
                .with("RETRY_MAX_ATTEMPTS", "1", "RECORD_FAILURE", "closed")
                .connector("connectionTimeout", "1000")
                .within(new CaptureBudget(200_000, 50_000));
    }

    private static RawClient upload(RelayTomcat relay, int length, String begun) throws IOException {
        RawClient client = RawClient.connect(relay.port());
        client.send(("POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n" + begun)
                .getBytes(UTF_8));
        return client;
    }

    private static RawClient upload(RelayTomcat relay, int length, String begun, int status) throws IOException {
        RawClient client = upload(relay, length, begun);
        assertThat(client.receive().status()).isEqualTo(status);
        return client;
    }

    private static RawResponse call(RelayTomcat relay) {
        try {
            return RawClient.call(relay.port(), CALL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A clock that may be broken. */
    private static final class Clockwork extends Clock {
        private final AtomicBoolean broken;

        private Clockwork(AtomicBoolean broken) {
            this.broken = broken;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            if (broken.get()) {
                throw new IllegalStateException("broken, as told");
            }
            return Instant.now();
        }
    }
}
