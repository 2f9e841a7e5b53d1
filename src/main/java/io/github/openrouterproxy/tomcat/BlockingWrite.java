package io.github.openrouterproxy.tomcat;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * How long a thread of the container waits for a client that does not take what the container itself has to say. A door
 * has few threads, and by itself the container lets each wait for as long as a client may leave an answer unread.
 */
final class BlockingWrite {
    private static final Duration LONGEST = Duration.ofMillis(250);
    private static final @Nullable Field PROCESSOR = openField();
    private static final @Nullable Method SOCKET = openMethod();

    private BlockingWrite() {}

    /** Bounds what is written next on that response's connection. @return takes the bound away */
    static Runnable limit(Response response) {
        SocketWrapperBase<?> connection = connectionOf(response);
        if (connection == null) {
            return () -> {};
        }
        long usual = connection.getWriteTimeout();
        connection.setWriteTimeout(LONGEST.toMillis());
        return () -> connection.setWriteTimeout(usual);
    }

    /** Null where it cannot be reached, and over HTTP/2, where many answers share it. */
    private static @Nullable SocketWrapperBase<?> connectionOf(Response response) {
        if (PROCESSOR == null || SOCKET == null) {
            return null;
        }
        try {
            Object processor = PROCESSOR.get(response);
            return processor instanceof Http11Processor ? (SocketWrapperBase<?>) SOCKET.invoke(processor) : null;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static @Nullable Field openField() {
        try {
            Field field = Response.class.getDeclaredField("hook");
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    private static @Nullable Method openMethod() {
        try {
            Method method = AbstractProcessor.class.getDeclaredMethod("getSocketWrapper");
            method.setAccessible(true);
            return method;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
