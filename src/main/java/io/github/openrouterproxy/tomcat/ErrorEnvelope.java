package io.github.openrouterproxy.tomcat;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/** Refuses in the field's error envelope, since behind the relay's door are programs. Any container thread. */
public final class ErrorEnvelope extends OwnRefusal {
    @Override
    void refuse(Request request, Response response, int status) {
        String type = type(status);
        String message = type.equals("request_head_too_large")
                ? "the address and the headers of the request are longer than this server takes"
                : status < 500 ? "the request cannot be understood" : "the request cannot be served";
        write(
                response,
                "application/json",
                "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"code\":" + status + "}}");
    }

    private static String type(int status) {
        return switch (status) {
            case 404 -> "not_found";
            case LongHead.URI_TOO_LONG, LongHead.FIELDS_TOO_LARGE -> "request_head_too_large";
            default -> status < 500 ? "malformed_request" : "proxy_error";
        };
    }
}
