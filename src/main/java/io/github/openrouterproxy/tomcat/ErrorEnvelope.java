package io.github.openrouterproxy.tomcat;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/** Refuses in the field's error envelope, since behind the relay's door are programs. Any container thread. */
public final class ErrorEnvelope extends OwnRefusal {
    @Override
    void refuse(Request request, Response response, int status) {
        String type = status == 404 ? "not_found" : status < 500 ? "malformed_request" : "proxy_error";
        String message = status < 500 ? "the request cannot be understood" : "the request cannot be served";
        write(
                response,
                "application/json",
                "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"code\":" + status + "}}");
    }
}
