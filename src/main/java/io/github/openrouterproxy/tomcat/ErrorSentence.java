package io.github.openrouterproxy.tomcat;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/**
 * Refuses at the monitor's door in one line of text, or as a problem (RFC 9457) below {@code /api}, with the headers
 * that every answer of the site has: the filters that set them never saw this request. Any container thread.
 */
public final class ErrorSentence extends OwnRefusal {
    @Override
    void refuse(Request request, Response response, int status) {
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        response.setHeader("Cache-Control", "no-store");
        String sentence = sentence(status);
        String path = request.getRequestURI();
        if (path != null && path.startsWith("/api/")) {
            write(
                    response,
                    "application/problem+json",
                    "{\"type\":\"about:blank\",\"title\":\"" + sentence + "\",\"status\":" + status + "}");
        } else {
            write(response, "text/plain;charset=UTF-8", status + " " + sentence + "\n");
        }
    }

    private static String sentence(int status) {
        return switch (status) {
            case 404 -> "There is nothing here.";
            case 405 -> "This method is not allowed here.";
            case 414, 431 -> "The head of the request is too long.";
            default -> status < 500 ? "The request cannot be understood." : "The request cannot be served.";
        };
    }
}
