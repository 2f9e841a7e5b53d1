package io.github.openrouterproxy.relay.client;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.RequestFacade;
import org.apache.catalina.connector.Response;
import org.apache.catalina.connector.ResponseFacade;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/** Tomcat's own request, response and connection, for the little that the servlet API does not offer. */
final class BehindFacade {
    private static final String HTTP1 = "org.apache.coyote.http11.Http11Processor";
    private static final byte[] CONTINUE = "HTTP/1.1 100 \r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final @Nullable Field REQUEST = openField(RequestFacade.class, "request");
    private static final @Nullable Field RESPONSE = openField(ResponseFacade.class, "response");
    private static final @Nullable Field PROCESSOR = openField(org.apache.coyote.Response.class, "hook");
    private static final @Nullable Method SOCKET = openMethod(AbstractProcessor.class, "getSocketWrapper");

    private BehindFacade() {}

    /** Null where the request is not Tomcat's, or reflection is forbidden. */
    static org.apache.coyote.@Nullable Request of(HttpServletRequest request) {
        return valueOf(REQUEST, request) instanceof Request behind ? behind.getCoyoteRequest() : null;
    }

    /** Null where the response is not Tomcat's, or reflection is forbidden. */
    static org.apache.coyote.@Nullable Response of(HttpServletResponse response) {
        return valueOf(RESPONSE, response) instanceof Response behind ? behind.getCoyoteResponse() : null;
    }

    /** Whether that response has a connection of its own rather than a stream of HTTP/2. */
    static boolean isHttp1(org.apache.coyote.Response behind) {
        Object processor = valueOf(PROCESSOR, behind);
        return processor != null && processor.getClass().getName().equals(HTTP1);
    }

    /** The connection of that response alone; null where there is none, or it cannot be reached. */
    static @Nullable SocketWrapperBase<?> connectionOf(HttpServletResponse response) {
        org.apache.coyote.Response behind = of(response);
        return behind == null ? null : connectionOf(behind);
    }

    private static @Nullable SocketWrapperBase<?> connectionOf(org.apache.coyote.Response behind) {
        if (SOCKET == null || !isHttp1(behind)) {
            return null;
        }
        try {
            return (SocketWrapperBase<?>) SOCKET.invoke(valueOf(PROCESSOR, behind));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** Whether the web application that the request is for has not begun to stop, as far as can be told. */
    static boolean isServed(ServletRequest request) {
        return !(valueOf(REQUEST, request) instanceof Request behind)
                || behind.getContext() == null
                || behind.getContext().getState() == LifecycleState.STARTED;
    }

    /** Lets the container end the call as after an accident of its own. Any thread. */
    static void closeNow(HttpServletResponse response) {
        org.apache.coyote.Response behind = of(response);
        if (behind != null) {
            behind.action(ActionCode.CLOSE_NOW, null);
        }
    }

    /** What serves that response's connection; null where that is not Tomcat's, or cannot be reached. */
    static @Nullable Object processorOf(HttpServletResponse response) {
        org.apache.coyote.Response behind = of(response);
        return behind == null ? null : valueOf(PROCESSOR, behind);
    }

    /** How many bytes the head of an answer may have; endless where that is not known. */
    static int longestHead(HttpServletResponse response) {
        return valueOf(RESPONSE, response) instanceof Response behind
                        && behind.getRequest().getConnector().getProtocolHandler()
                                instanceof AbstractHttp11Protocol<?> http
                ? http.getMaxHttpResponseHeaderSize()
                : Integer.MAX_VALUE;
    }

    /**
     * Tomcat notes that a body could not be read, begins an answer of its own and closes the connection before that is
     * sent. With the note taken away, the answer is ours. On the thread that read.
     */
    static void takeErrorFrom(HttpServletRequest request) {
        org.apache.coyote.Request behind = of(request);
        if (behind != null) {
            behind.setErrorException(null);
            behind.getResponse().setErrorReported();
            ((Request) behind.getNote(CoyoteAdapter.ADAPTER_NOTES))
                    .getResponse()
                    .setSuspended(false);
        }
    }

    /**
     * Says 100 to a client that waits for it with its body, unless the container has said it by itself. Set to leave
     * that to whoever reads, it says so at the first read, by a write that waits for a client that does not read. What
     * a full socket does not take leaves before the answer does. On the container's thread that serves the request.
     */
    static void askForBodyOf(HttpServletRequest request) throws IOException {
        org.apache.coyote.Request behind = of(request);
        if (behind == null || !behind.hasExpectation() || !saysContinueAtRead(request)) {
            return;
        }
        SocketWrapperBase<?> connection = connectionOf(behind.getResponse());
        if (connection == null) {
            behind.action(ActionCode.ACK, ContinueResponseTiming.ON_REQUEST_BODY_READ);
            behind.setExpectation(false);
            return;
        }
        behind.setExpectation(false);
        connection.write(false, CONTINUE, 0, CONTINUE.length);
        if (connection.flush(false)) {
            connection.registerWriteInterest();
        }
    }

    /** Never says 100: the client has not waited for it with its body (RFC 9110, section 10.1.1). */
    static void doNotAskForBodyOf(HttpServletRequest request) {
        org.apache.coyote.Request behind = of(request);
        if (behind != null) {
            behind.setExpectation(false);
        }
    }

    private static boolean saysContinueAtRead(HttpServletRequest request) {
        return valueOf(REQUEST, request) instanceof Request behind
                && behind.getConnector().getProtocolHandler() instanceof AbstractHttp11Protocol<?> http
                && http.getContinueResponseTimingInternal() == ContinueResponseTiming.ON_REQUEST_BODY_READ;
    }

    /**
     * Lets the connection close with the answer when the body was not read to its end, so that Tomcat does not wait for
     * the rest. By the servlet API that cannot be said.
     */
    static void leaveRestOf(HttpServletRequest request) {
        org.apache.coyote.Request behind = of(request);
        if (behind != null) {
            AtomicBoolean whole = new AtomicBoolean();
            behind.action(ActionCode.REQUEST_BODY_FULLY_READ, whole);
            if (!whole.get()) {
                int status = behind.getResponse().getStatus();
                behind.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
                // Tomcat takes it for an error, and makes 500 of any other answer.
                behind.getResponse().setStatus(status);
            }
        }
    }

    static @Nullable Object valueOf(@Nullable Field field, Object owner) {
        if (field == null || !field.getDeclaringClass().isInstance(owner)) {
            return null;
        }
        try {
            return field.get(owner);
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    static @Nullable Field openField(Class<?> owner, String name) {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    private static @Nullable Method openMethod(Class<?> owner, String name) {
        try {
            Method method = owner.getDeclaredMethod(name);
            method.setAccessible(true);
            return method;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
