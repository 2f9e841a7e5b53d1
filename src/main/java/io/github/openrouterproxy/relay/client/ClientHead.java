package io.github.openrouterproxy.relay.client;

import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Writes a head as it is. The servlet API takes {@code Content-Type} apart and puts it together in its own spelling
 * ({@code a; charset=b} becomes {@code a;charset=b}), so that line goes past it into Tomcat's own list of headers.
 */
final class ClientHead {
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
        org.apache.coyote.Response behind = BehindFacade.of(response);
        if (behind == null) {
            return false;
        }
        behind.getMimeHeaders().addValue(line.name()).setString(line.value());
        return true;
    }
}
