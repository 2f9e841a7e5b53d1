package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Field;
import org.apache.catalina.connector.Response;
import org.apache.catalina.connector.ResponseFacade;
import org.jspecify.annotations.Nullable;

/**
 * Writes a head as it is. The servlet API takes {@code Content-Type} apart and puts it together in its own spelling
 * ({@code a; charset=b} becomes {@code a;charset=b}), so that line goes past it into Tomcat's own list of headers.
 */
final class ClientHead {
    private static final @Nullable Field BEHIND_FACADE = behindFacade();

    private ClientHead() {}

    static void write(int status, Headers headers, HttpServletResponse response) {
        response.setStatus(status);
        for (Header line : headers) {
            if (line.is("Content-Length")) {
                response.setHeader("Content-Length", line.value());
            } else if (!line.is("Content-Type") || !addAsWritten(line, response)) {
                response.addHeader(line.name(), line.value());
            }
        }
    }

    private static boolean addAsWritten(Header line, HttpServletResponse response) {
        if (BEHIND_FACADE == null || !(response instanceof ResponseFacade)) {
            return false;
        }
        try {
            Response behind = (Response) BEHIND_FACADE.get(response);
            behind.getCoyoteResponse().getMimeHeaders().addValue(line.name()).setString(line.value());
            return true;
        } catch (IllegalAccessException e) {
            return false;
        }
    }

    private static @Nullable Field behindFacade() {
        try {
            Field field = ResponseFacade.class.getDeclaredField("response");
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
