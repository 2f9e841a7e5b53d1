package io.github.openrouterproxy.relay.client;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Asks a connection whether its client is still there. While nothing is written nobody else asks: the container waits
 * for the application, which has nothing to say. Only HTTP/1.1; a client that closed its sending half counts as gone.
 */
final class ClientPresence {
    private static final String HTTP1 = "org.apache.coyote.http11.Http11Processor";
    private static final @Nullable Field PROCESSOR = BehindFacade.openField(Response.class, "hook");
    private static final @Nullable Method SOCKET = socketMethod();

    private ClientPresence() {}

    /**
     * Never blocks. The caller makes sure that the request is read to its end and that nobody reads or writes
     * meanwhile.
     */
    static boolean hasGone(HttpServletResponse response) {
        SocketWrapperBase<?> socket = socket(response);
        if (socket == null) {
            return false;
        }
        ByteBuffer next = ByteBuffer.allocate(1);
        try {
            int count = socket.read(false, next);
            if (count > 0) {
                socket.unRead(next.flip());
            }
            return count < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private static @Nullable SocketWrapperBase<?> socket(HttpServletResponse response) {
        Response behind = BehindFacade.of(response);
        if (behind == null || PROCESSOR == null || SOCKET == null) {
            return null;
        }
        try {
            return isHttp1(behind) ? (SocketWrapperBase<?>) SOCKET.invoke(PROCESSOR.get(behind)) : null;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** Whether that response belongs to a connection of its own rather than to a stream of HTTP/2. */
    static boolean isHttp1(Response behind) {
        try {
            Object processor = PROCESSOR == null ? null : PROCESSOR.get(behind);
            return processor != null && processor.getClass().getName().equals(HTTP1);
        } catch (IllegalAccessException e) {
            return false;
        }
    }

    private static @Nullable Method socketMethod() {
        try {
            Method method = AbstractProcessor.class.getDeclaredMethod("getSocketWrapper");
            method.setAccessible(true);
            return method;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
