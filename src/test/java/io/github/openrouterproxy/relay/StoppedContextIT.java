package io.github.openrouterproxy.relay;

import static io.github.openrouterproxy.testing.machine.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.Settings;
import io.github.openrouterproxy.config.SettingsReader;
import io.github.openrouterproxy.exchange.ExchangeIds;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.recorder.InFlightCall;
import io.github.openrouterproxy.relay.upstream.UpstreamClient;
import io.github.openrouterproxy.relay.upstream.UpstreamListener;
import io.github.openrouterproxy.relay.upstream.UpstreamRequest;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.Reply;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
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

    private final HeldRecorder recorder = new HeldRecorder();
    private final List<UpstreamRequest> sent = new ArrayList<>();
    private final List<UpstreamListener> upstreamListeners = new ArrayList<>();
    private final List<AsyncListener> listeners = new ArrayList<>();
    private final Nowhere out = new Nowhere();
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

            RawResponse got = client.receive();
            assertThat(got.text()).contains("\"type\":\"proxy_stopping\"");
            assertThat(got.header("Retry-After")).isEqualTo("1");
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

    /** Its upload's stream is asked for between the two; nothing of it has come. */
    @Test
    void aCallThatEndsBeforeItIsSentIsNotSent() throws Exception {
        PresenceWatch watch = new PresenceWatch(upstream());

        start(watch, context(watch::stop));

        assertThat(recorder.nextEnded().outcome()).isEqualTo(ProxyStop.OUTCOME);
        assertThat(sent).isEmpty();
    }

    @Test
    void aCallThatBeginsWhileTheOthersAreBeingEndedEnds() throws Exception {
        PresenceWatch watch = new PresenceWatch(upstream());
        watch.stop();

        start(watch, context(() -> {}));

        assertThat(recorder.nextEnded().outcome()).isEqualTo(ProxyStop.OUTCOME);
        assertThat(sent).isEmpty();
    }

    /** Or it would leave as an empty 200. */
    @Test
    void anAnswerOfOurOwnDoesNotLeaveBeforeItsHeadThoughTheUpstreamHasSentOne() throws Exception {
        PresenceWatch watch = new PresenceWatch(upstream());
        List<Integer> touches = new ArrayList<>();
        start(watch, context(() -> {}, () -> {
            touches.add(out.touched);
            upstreamListeners.get(0).onWaiting();
            touches.add(out.touched);
        }));
        Objects.requireNonNull(out.listener).onWritePossible();

        watch.stop();

        assertThat(recorder.nextEnded().outcome()).isEqualTo(ProxyStop.OUTCOME);
        assertThat(touches).hasSize(2);
        assertThat(touches.get(1)).isEqualTo(touches.get(0));
    }

    /** It serves another call by then, under locks that its threads take the other way round. */
    @Test
    void aCallThatTheContainerHasTakenBackIsNotTouchedHoweverLateItIsSettled() throws Exception {
        start(new PresenceWatch(upstream()), context(() -> {}));
        Objects.requireNonNull(out.listener).onWritePossible();
        Thread.currentThread().interrupt();
        listeners.get(0).onTimeout(null);
        assertThat(Thread.interrupted()).isTrue();
        int before = out.touched;

        recorder.settleNext();

        assertThat(before).isPositive();
        assertThat(out.touched).isEqualTo(before);
    }

    private UpstreamClient upstream() {
        return fake(UpstreamClient.class, (proxy, method, arguments) -> {
            if (method.getName().equals("send")) {
                sent.add((UpstreamRequest) arguments[0]);
                upstreamListeners.add((UpstreamListener) arguments[1]);
            }
            return null;
        });
    }

    private void start(PresenceWatch watch, AsyncContext context) throws IOException {
        recorder.hold();
        UpstreamClient upstream = upstream();
        Settings settings = new SettingsReader(List.of(Map.<String, String>of()::get), Path.of("unused.db")).read();
        RelayParts parts =
                RelayParts.of(settings, upstream, recorder, new ExchangeIds(Clock.systemUTC(), 0), Clock.systemUTC());
        CallLog log = new CallLog(
                parts.ids().next(),
                new RequestHead("POST", "http://x/v1/files", "/files", Headers.NONE),
                null,
                Instant.EPOCH,
                1000,
                parts.budget(),
                null);
        UpstreamRequest request = new UpstreamRequest("POST", "http://x/v1/files", Headers.NONE, null);
        CallRoom room = Objects.requireNonNull(CallRoom.in(parts.budget(), 0));

        new RelayCall(parts, watch, context, request, log, room).start();
    }

    private AsyncContext context(Runnable whenRead) {
        return context(whenRead, () -> {});
    }

    /** @param whenStatusIsSet the first thing that is told of an answer's head */
    private AsyncContext context(Runnable whenRead, Runnable whenStatusIsSet) {
        HttpServletRequest request = fake(HttpServletRequest.class, (proxy, method, arguments) -> {
            if (method.getName().equals("getInputStream")) {
                whenRead.run();
                return new Nothing();
            }
            return method.getReturnType() == long.class ? -1L : null;
        });
        HttpServletResponse response = fake(HttpServletResponse.class, (proxy, method, arguments) -> {
            if (method.getName().equals("setStatus")) {
                whenStatusIsSet.run();
            }
            return method.getReturnType() == void.class ? null : out;
        });
        return fake(AsyncContext.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getRequest" -> request;
            case "getResponse" -> response;
            case "addListener" -> {
                listeners.add((AsyncListener) arguments[0]);
                yield null;
            }
            default -> null;
        });
    }

    private static <T> T fake(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
    }

    private static final class Nothing extends ServletInputStream {
        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public boolean isReady() {
            return false;
        }

        @Override
        public void setReadListener(ReadListener registered) {}

        @Override
        public int read() {
            return -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return -1;
        }
    }

    private static final class Nowhere extends ServletOutputStream {
        private @Nullable WriteListener listener;
        private int touched;

        @Override
        public boolean isReady() {
            touched++;
            return true;
        }

        @Override
        public void setWriteListener(WriteListener registered) {
            listener = registered;
        }

        @Override
        public void write(int b) {
            touched++;
        }
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
