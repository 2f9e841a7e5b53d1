package io.github.openrouterproxy.monitor.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.exchange.Attempt;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.Exchange.RedactedPart;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.Timing;
import io.github.openrouterproxy.monitor.text.Numbers;
import io.github.openrouterproxy.monitor.text.ReadableBody;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /api/requests/{id}}: everything that was recorded.
 *
 * @param body text with its content coding undone, or base64 of the recorded bytes when {@code bodyEncoding} says so
 * @param bodyCut whether {@code body} is only the beginning of a text that is too long for an answer; the download
 *     has all that was recorded
 * @param requestSha256 of the whole body when only its beginning was recorded, or something was taken out of it
 * @param unreadable the bodies that are encrypted and cannot be read
 * @param redacted the parts from which something was taken before they were stored
 */
record ExchangeDocument(
        @JsonUnwrapped Essentials essentials,
        @JsonUnwrapped Understood understood,
        Map<String, Object> headers,
        @Nullable String body,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String bodyEncoding,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean bodyCut,

        boolean requestTruncated,
        @Nullable String requestSha256,
        @Nullable Map<String, Object> responseHeaders,
        @Nullable String responseBody,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String responseBodyEncoding,

        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean responseBodyCut,

        boolean responseTruncated,
        @Nullable String responseSha256,
        List<String> redacted,
        List<String> unreadable,
        List<AttemptEntry> attempts,
        Stages timing,
        PieceTimes pieces) {
    static ExchangeDocument of(Exchange exchange) {
        Headers requestHeaders = exchange.request().headers();
        Headers responseHeaders =
                exchange.response() == null ? null : exchange.response().headers();
        Body requestBody = exchange.requestBody();
        Body responseBody = exchange.responseBody();
        BodyContent request = BodyContent.of(requestBody, requestHeaders);
        BodyContent response = BodyContent.of(responseBody, responseHeaders == null ? Headers.NONE : responseHeaders);
        return new ExchangeDocument(
                Essentials.of(ExchangeSummary.of(exchange)),
                Understood.of(exchange.understanding()),
                HeaderFields.of(requestHeaders),
                request.content(),
                request.encoding(),
                request.cut(),
                requestBody.truncated(),
                requestBody.sha256(),
                responseHeaders == null ? null : HeaderFields.of(responseHeaders),
                response.content(),
                response.encoding(),
                response.cut(),
                responseBody.truncated(),
                responseBody.sha256(),
                exchange.redacted().stream().sorted().map(RedactedPart::text).toList(),
                Stream.of(
                                requestBody.unreadable() ? "request_body" : "",
                                responseBody.unreadable() ? "response_body" : "")
                        .filter(body -> !body.isEmpty())
                        .toList(),
                exchange.attempts().stream().map(AttemptEntry::of).toList(),
                Stages.of(exchange.timing()),
                PieceTimes.of(exchange.pieces()));
    }

    /** The memory that making the document may take, at most. */
    static long memory(Exchange exchange) {
        Headers responseHeaders =
                exchange.response() == null ? Headers.NONE : exchange.response().headers();
        return ReadableBody.memory(exchange.requestBody(), exchange.request().headers())
                + ReadableBody.memory(exchange.responseBody(), responseHeaders);
    }

    /** What it takes until it is written, about. */
    long memory() {
        return Character.BYTES * (length(body) + length(responseBody));
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /**
     * @param startMs since the call was received
     * @param waitMs how long was waited before
     */
    record AttemptEntry(
            int number,
            @Nullable BigDecimal startMs,
            @Nullable BigDecimal waitMs,
            @Nullable Integer status,
            @Nullable String failure) {
        static AttemptEntry of(Attempt attempt) {
            return new AttemptEntry(
                    attempt.number(),
                    Numbers.millis(attempt.start()),
                    Numbers.millis(attempt.pause()),
                    attempt.status(),
                    attempt.failure());
        }
    }

    /** When each stage was reached, since the call was received; null for one that was not. */
    record Stages(
            @Nullable BigDecimal sentMs,
            @Nullable BigDecimal headMs,
            @Nullable BigDecimal firstPieceMs,
            @Nullable BigDecimal lastPieceMs,
            @Nullable BigDecimal finishedMs,
            @Nullable BigDecimal committedMs) {
        static Stages of(Timing timing) {
            return new Stages(
                    Numbers.millis(timing.sent()),
                    Numbers.millis(timing.head()),
                    Numbers.millis(timing.firstPiece()),
                    Numbers.millis(timing.lastPiece()),
                    Numbers.millis(timing.finished()),
                    Numbers.millis(timing.committed()));
        }
    }

    /**
     * @param count of all pieces
     * @param first the first of them, in order
     */
    record PieceTimes(long count, List<PieceTime> first) {
        static PieceTimes of(Pieces pieces) {
            return new PieceTimes(
                    pieces.count(),
                    pieces.first().stream()
                            .map(piece -> new PieceTime(BigDecimal.valueOf(piece.offsetMicros(), 3), piece.size()))
                            .toList());
        }
    }

    /** @param offsetMs since the call was received */
    record PieceTime(BigDecimal offsetMs, int bytes) {}
}
