package io.github.openrouterproxy.relay.client;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ClientWriterTest {
    private final List<String> events = new ArrayList<>();
    private final Stream stream = new Stream();
    private final ClientWriter writer = new ClientWriter(
            fake(AsyncContext.class, (proxy, method, arguments) -> switch (method.getName()) {
                case "getResponse" -> fake(HttpServletResponse.class, (response, called, values) -> stream);
                case "getRequest" -> fake(ServletRequest.class, (request, called, values) -> null);
                default -> note(method.getName());
            }),
            failure -> events.add("gone"),
            Runnable::run);

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
