package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.exchange.Attempt;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.exchange.Timing;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is seen of one call as it goes by. Any thread; one lock, held for copying only. */
final class CallLog {
    private static final int PIECES_KEPT = 100_000;

    private final ExchangeId id;
    private final RequestHead request;
    private final @Nullable Credential key;
    private final Instant received;
    private final long startNanos = System.nanoTime();
    private final BodyCapture requestBody;
    private final BodyCapture responseBody;
    private final List<Attempt> attempts = new ArrayList<>(1);
    private final List<Pieces.Piece> pieces = new ArrayList<>();
    private long pieceCount;
    private boolean requestComplete;
    private @Nullable ResponseHead response;
    private @Nullable Duration sent;
    private @Nullable Duration head;
    private @Nullable Duration firstPiece;
    private @Nullable Duration lastPiece;
    private @Nullable Duration attemptStart;
    private @Nullable Outcome outcome;

    CallLog(
            ExchangeId id,
            RequestHead request,
            @Nullable Credential key,
            Instant received,
            long maxBodyBytes,
            CaptureBudget budget) {
        this.id = id;
        this.request = request;
        this.key = key;
        this.received = received;
        this.requestBody = new BodyCapture(maxBodyBytes, budget);
        this.responseBody = new BodyCapture(maxBodyBytes, budget);
    }

    ExchangeId id() {
        return id;
    }

    synchronized void requestPiece(ByteBuffer piece) {
        requestBody.add(piece);
    }

    synchronized long requestLength() {
        return requestBody.length();
    }

    synchronized void requestComplete() {
        requestComplete = true;
    }

    synchronized void attemptStarted() {
        attemptStart = sinceReceived();
    }

    synchronized void sent() {
        sent = sinceReceived();
    }

    synchronized void head(ResponseHead came) {
        response = came;
        head = sinceReceived();
        attemptEnded(came.status(), null);
    }

    synchronized void responsePiece(ByteBuffer piece) {
        Duration now = sinceReceived();
        if (firstPiece == null) {
            firstPiece = now;
        }
        lastPiece = now;
        pieceCount++;
        if (pieces.size() < PIECES_KEPT) {
            pieces.add(new Pieces.Piece(now.toNanos() / 1000, piece.remaining()));
        }
        responseBody.add(piece);
    }

    /** The answer is the relay's own: that is what the record says the client got. */
    synchronized void ownReply(FailureReply reply) {
        response = new ResponseHead(reply.status(), reply.headers());
        responseBody.add(ByteBuffer.wrap(reply.body()));
    }

    /** Ends the log; null if it had ended before. */
    synchronized @Nullable CapturedExchange finish(Outcome how) {
        if (outcome != null) {
            return null;
        }
        outcome = how;
        if (attemptStart != null) {
            attemptEnded(null, how instanceof Outcome.UpstreamFailed failed ? failed.message() : "given up");
        }
        return captured(requestBody.body(), responseBody.body(), new Pieces(pieces, pieceCount));
    }

    /** What is known while the call runs: the request once it is complete, of the answer the head and the length. */
    synchronized CapturedExchange snapshot() {
        Body body = requestComplete ? requestBody.body() : requestBody.outline();
        return captured(body, responseBody.outline(), Pieces.NONE);
    }

    /** Gives the captures' memory back; the log must not be used afterwards. */
    synchronized void release() {
        requestBody.release();
        responseBody.release();
    }

    private void attemptEnded(@Nullable Integer status, @Nullable String failure) {
        Duration start = attemptStart == null ? Duration.ZERO : attemptStart;
        attempts.add(new Attempt(attempts.size() + 1, start, status, failure, Duration.ZERO));
        attemptStart = null;
    }

    private CapturedExchange captured(Body sentBody, Body receivedBody, Pieces how) {
        Duration finished = outcome == null ? null : sinceReceived();
        Timing timing = new Timing(received, sent, head, firstPiece, lastPiece, finished);
        return new CapturedExchange(id, request, key, sentBody, response, receivedBody, how, timing, attempts, outcome);
    }

    private Duration sinceReceived() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
