package io.github.openrouterproxy.relay.client;

import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.tomcat.util.http.MimeHeaders;

/**
 * Reads and writes heads as they are. The servlet API groups the lines of a request by name, takes {@code Content-Type}
 * apart, moves {@code Content-Length} and takes it from a 304; Tomcat's own lists of headers do none of that.
 */
public final class ClientHead {
    /** Room for the status line and the lines that the container adds. */
    private static final int RESERVED = 512;

    /** Colon, space and the end of a line. */
    private static final int AROUND_VALUE = 4;

    private ClientHead() {}

    /** The lines of a request in their order and spelling, as far as the container tells. */
    public static Headers of(HttpServletRequest request) {
        org.apache.coyote.Request behind = BehindFacade.of(request);
        return new Headers(behind == null ? grouped(request) : lines(behind.getMimeHeaders()));
    }

    /** As many bytes as the head of an answer with these lines may have. */
    static long lengthOf(Headers headers) {
        long length = RESERVED;
        for (Header line : headers) {
            length += line.name().length() + line.value().length() + AROUND_VALUE;
        }
        return length;
    }

    static void write(int status, Headers headers, HttpServletResponse response) {
        response.setStatus(status);
        org.apache.coyote.Response behind = BehindFacade.of(response);
        for (Header line : headers) {
            if (behind != null) {
                behind.getMimeHeaders().addValue(line.name()).setString(line.value());
            }
            if (line.is("Content-Length")) {
                // It also tells the container how to end the body; the line above keeps its place and spelling.
                response.setHeader("Content-Length", line.value());
            } else if (behind == null) {
                response.addHeader(line.name(), line.value());
            }
        }
    }

    private static List<Header> lines(MimeHeaders headers) {
        List<Header> lines = new ArrayList<>(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            lines.add(new Header(
                    headers.getName(i).toString(), headers.getValue(i).toString()));
        }
        return lines;
    }

    private static List<Header> grouped(HttpServletRequest request) {
        List<Header> lines = new ArrayList<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) {
                lines.add(new Header(name, value));
            }
        }
        return lines;
    }
}
