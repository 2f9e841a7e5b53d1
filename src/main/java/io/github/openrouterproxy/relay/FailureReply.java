package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.openai.ErrorBody;
import io.github.openrouterproxy.relay.client.OwnAnswer;
import io.github.openrouterproxy.relay.client.RawHead;
import io.github.openrouterproxy.relay.client.UnwantedBodies;
import io.github.openrouterproxy.relay.message.RelayTarget;
import io.github.openrouterproxy.relay.upstream.UpstreamFailure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the relay's own, in the field's error envelope.
 *
 * @param closes whether the connection ends with it, because the request was not read to its end or not understood
 * @param retried whether it comes after several attempts
 */
record FailureReply(int status, String type, String message, boolean closes, boolean retried) {
    private FailureReply(int status, String type, String message, boolean closes) {
        this(status, type, message, closes, false);
    }

    static FailureReply of(UpstreamFailure failure) {
        return switch (failure.kind()) {
            case TIMEOUT -> new FailureReply(504, "upstream_timeout", failure.message(), false);
            case OVERLOADED -> new FailureReply(503, "overloaded", failure.message(), false);
            case INVALID -> new FailureReply(502, "upstream_invalid_response", failure.message(), false);
            case UNREACHABLE, STALE, TURNED_AWAY, BARRED, BROKEN_OFF, CANCELLED ->
                new FailureReply(502, "upstream_unreachable", failure.message(), false);
        };
    }

    static FailureReply tooLarge(long limit) {
        String message = "the request body is larger than MAX_REQUEST_BYTES, " + limit + " bytes";
        return new FailureReply(413, "request_too_large", message, true);
    }

    static FailureReply tooManyCalls() {
        return new FailureReply(503, "overloaded", "more calls run than there is memory for", true);
    }

    static FailureReply headTooLarge() {
        String message = "the head of the upstream's answer is larger than this server can send";
        return new FailureReply(502, "upstream_invalid_response", message, false);
    }

    static FailureReply malformed(String message) {
        return new FailureReply(400, "malformed_request", message, true);
    }

    static FailureReply late() {
        return new FailureReply(408, "request_timeout", "the rest of the request body did not come in time", true);
    }

    static FailureReply ambiguous() {
        return malformed("the head of the request is ambiguous");
    }

    /** For what would be answered here rather than relayed; null where nothing is wrong. */
    static @Nullable FailureReply ofHead(HttpServletRequest request, HttpServletResponse response) {
        if (!RawHead.isWhollySeen(response)) {
            return ambiguous();
        }
        return RelayTarget.climbs(request) ? malformed("the path leads elsewhere") : null;
    }

    static FailureReply notRecordable() {
        return new FailureReply(503, "recording_unavailable", "calls cannot be recorded at the moment", true);
    }

    static FailureReply proxyStops() {
        return new FailureReply(503, "proxy_stopping", "the proxy is being stopped", true);
    }

    /** For a client that closed its sending half, should it still listen. */
    static FailureReply clientGone() {
        return new FailureReply(499, "client_disconnected", "the client closed the connection", true);
    }

    static FailureReply noUpgrade() {
        return new FailureReply(501, "upgrade_unsupported", "the relay does not carry WebSocket connections", true);
    }

    static FailureReply outside() {
        return new FailureReply(404, "not_found", "the relay serves /v1/* and /api/v1/* only", false);
    }

    /** For what is asked of those who serve here, but in another way. */
    static FailureReply notServed(int status) {
        String type = status < 500 ? "malformed_request" : "proxy_error";
        return new FailureReply(status, type, "the request cannot be served", false);
    }

    FailureReply afterRetries() {
        return new FailureReply(status, type, message, closes, true);
    }

    byte[] body() {
        return ErrorBody.json(status, type, message);
    }

    Headers headers() {
        List<Header> lines = new ArrayList<>();
        lines.add(new Header("Content-Type", "application/json"));
        if (status == 503) {
            lines.add(new Header("Retry-After", "1"));
        }
        if (closes) {
            lines.add(new Header("Connection", "close"));
        }
        Headers headers = new Headers(lines);
        return retried ? RetryPolicy.noMore(headers) : headers;
    }

    /** Of the answer to a call on record. */
    Headers headersFor(ExchangeId id, byte[] body) {
        return headers().with("Content-Length", Integer.toString(body.length)).with("X-Request-Id", id.toString());
    }

    /** Answers without a record; on the container's thread. */
    void writeTo(HttpServletRequest request, UnwantedBodies unwanted) throws IOException {
        OwnAnswer.send(request, status, headers(), body(), unwanted);
    }

    /** The same where the request is at its end. */
    void writeTo(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        headers().forEach(line -> response.addHeader(line.name(), line.value()));
        byte[] bytes = body();
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
