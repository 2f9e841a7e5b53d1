package io.github.openrouterproxy.relay.client;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.catalina.connector.Response;
import org.apache.catalina.connector.ResponseFacade;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ActionHook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ClientWriterTest {
    private final List<String> events = new ArrayList<>();
    private final Stream stream = new Stream();
    private final ClientWriter writer =
            writerTo(fake(HttpServletResponse.class, (response, called, values) -> stream), () -> {});

    @Test
    void whatComesBeforeTheContainersFirstCallWaitsForIt() {
        writer.piece(bytes("one"), () -> events.add("written"));
        writer.end();
        assertThat(events).isEmpty();

        writer.onWritePossible();

        assertThat(stream.sent).hasToString("one");
        assertThat(events).containsExactly("complete", "written");
    }

    @Test
    void aCutBeforeTheContainersFirstCallWaitsForIt() {
        writer.piece(bytes("one"), () -> events.add("freed"));
        writer.cut();
        assertThat(events).containsExactly("freed");

        writer.onWritePossible();

        assertThat(stream.sent.size()).isZero();
        assertThat(events).containsExactly("freed", "dispatch");
    }

    @Test
    void theCallIsCompletedOnlyWhenTheEndIsOut() {
        writer.onWritePossible();
        writer.piece(bytes("one"), () -> events.add("written"));
        stream.fullWhenClosed = true;
        writer.end();
        assertThat(stream.closed).isTrue();
        assertThat(events).containsExactly("written");

        stream.fullWhenClosed = false;
        writer.onWritePossible();

        assertThat(events).containsExactly("written", "complete");
    }

    /** With the lock open the container could end the call meanwhile, and serve the next client there. */
    @Test
    void nobodyEndsTheCallWhileItIsClosed() {
        List<Boolean> locked = new ArrayList<>();
        List<ClientWriter> writers = new ArrayList<>();
        writers.add(writerTo(tomcats(() -> locked.add(writers.stream().allMatch(Thread::holdsLock))), () -> {}));

        writers.get(0).cutAtOnce();

        assertThat(locked).containsExactly(true);
    }

    @Test
    void whatIsDispatchedNoMoreIsClosed() {
        ClientWriter cut = writerTo(tomcats(() -> events.add("closed")), ClientWriterTest::refuse);
        cut.onWritePossible();

        cut.cut();

        assertThat(events).containsExactly("dispatch", "closed");
    }

    @Test
    void whatIsDispatchedNoMoreWhenTheContainerFirstCallsIsClosed() {
        ClientWriter cut = writerTo(tomcats(() -> events.add("closed")), ClientWriterTest::refuse);
        cut.cut();
        assertThat(events).isEmpty();

        cut.onWritePossible();

        assertThat(events).containsExactly("dispatch", "closed");
    }

    @Test
    void whatTheContainerHasEndedIsLeftAlone() {
        AsyncContext ended = fake(AsyncContext.class, (proxy, method, arguments) -> {
            if (method.getName().equals("getRequest")) {
                throw new IllegalStateException("ended");
            }
            return tomcats(() -> events.add("closed"));
        });
        for (Consumer<ClientWriter> cut : List.<Consumer<ClientWriter>>of(ClientWriter::cut, ClientWriter::cutAtOnce)) {
            ClientWriter late = new ClientWriter(ended, failure -> events.add("gone"), Runnable::run);
            late.piece(bytes("one"), () -> events.add("freed"));

            cut.accept(late);
        }
        assertThat(events).containsExactly("freed", "freed");
    }

    private static void refuse() {
        throw new UnsupportedOperationException("no dispatcher");
    }

    private ClientWriter writerTo(HttpServletResponse response, Runnable dispatch) {
        return new ClientWriter(
                fake(AsyncContext.class, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getResponse" -> response;
                    case "getRequest" ->
                        fake(
                                HttpServletRequest.class,
                                (request, called, values) ->
                                        called.getName().equals("getProtocol") ? "HTTP/1.1" : null);
                    case "dispatch" -> {
                        note("dispatch");
                        dispatch.run();
                        yield null;
                    }
                    default -> note(method.getName());
                }),
                failure -> events.add("gone"),
                Runnable::run);
    }

    /** One behind which Tomcat's own is told to close. */
    private static HttpServletResponse tomcats(Runnable whenClosed) {
        org.apache.coyote.Response behind = new org.apache.coyote.Response();
        ActionHook hook = (code, parameter) -> {
            if (code == ActionCode.CLOSE_NOW) {
                whenClosed.run();
            }
        };
        try {
            Field field = org.apache.coyote.Response.class.getDeclaredField("hook");
            field.setAccessible(true);
            field.set(behind, hook);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no such field", e);
        }
        return new ResponseFacade(new Response(behind));
    }

    private @Nullable Object note(String event) {
        events.add(event);
        return null;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static <T> T fake(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
    }

    private static final class Stream extends ServletOutputStream {
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        private boolean fullWhenClosed;
        private boolean closed;

        @Override
        public void setWriteListener(WriteListener registered) {}

        @Override
        public boolean isReady() {
            return !(closed && fullWhenClosed);
        }

        @Override
        public void write(int b) {
            sent.write(b);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
