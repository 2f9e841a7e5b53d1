package io.github.openrouterproxy.relay;

import static io.github.openrouterproxy.testing.machine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.recorder.InFlightCall;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A web application that is stopped under its calls, in a container that goes on. */
class StoppedContextIT {
    private static final RawRequest CALL = RawRequest.post("/v1/chat/completions", "{}");
    private static final Duration SOON = Duration.ofSeconds(5);

    @RegisterExtension
    private final RelayStage stage = new RelayStage();

    private final Logger container = Logger.getLogger("org.apache");
    private final Heard heard = new Heard();

    @BeforeEach
    void listen() {
        container.addHandler(heard);
    }

    @AfterEach
    void listenNoMore() {
        container.removeHandler(heard);
    }

    @Test
    void aStreamIsCut() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNext(Reply.events().piece("data: 1\n\n").stall());
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send(CALL.bytes());
            InFlightCall call = relay.recorder().nextBegun();
            eventually("it is answered", () -> call.snapshot().response() != null);

            relay.stopWebApplication();

            assertThat(relay.recorder().nextEnded().outcome()).isEqualTo(ProxyStop.OUTCOME);
            RawResponse got = client.receive();
            assertThat(got.text()).isEqualTo("data: 1\n\n");
            assertThat(got.complete()).isFalse();
        }
        assertThat(heard.faults).isEmpty();
    }

    @Test
    void aCallWithoutAnAnswerGetsOne() throws Exception {
        RelayTomcat relay = stage.relay();
        stage.upstream().answerNext(Reply.silence());
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send(CALL.bytes());
            stage.upstream().awaitRequest(SOON);

            relay.stopWebApplication();

            assertThat(client.receive().text()).contains("\"type\":\"proxy_stopping\"");
        }
        assertThat(heard.faults).isEmpty();
    }

    /** The container would not find the way any more on which it usually cuts. */
    @Test
    void whatBrokeOffBeforeIsCutOnceItIsRecorded() throws Exception {
        RelayTomcat relay = stage.relay();
        relay.recorder().hold();
        stage.upstream().answerNext(Reply.events().piece("data: 1\n\n").reset());
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send(CALL.bytes());
            relay.recorder().nextEnded();

            relay.stopWebApplication();
            relay.recorder().settleNext();

            assertThat(client.receive().complete()).isFalse();
        }
        assertThat(heard.faults).isEmpty();
    }

    @Test
    void whatWasWholeBeforeEndsInOrderOnceItIsRecorded() throws Exception {
        RelayTomcat relay = stage.relay();
        relay.recorder().hold();
        stage.upstream().answerNext(Reply.json(200, "{\"whole\":1}"));
        try (RawClient client = RawClient.connect(relay.port())) {
            client.send(CALL.bytes());
            relay.recorder().nextEnded();

            relay.stopWebApplication();
            relay.recorder().settleNext();

            assertThat(client.receive().text()).isEqualTo("{\"whole\":1}");
        }
        assertThat(heard.faults).isEmpty();
    }

    /** What the container says is wrong. */
    private static final class Heard extends Handler {
        private final List<String> faults = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            if (line.getThrown() != null || line.getLevel().intValue() >= Level.SEVERE.intValue()) {
                faults.add(line.getLoggerName() + ": " + line.getMessage() + " " + line.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
