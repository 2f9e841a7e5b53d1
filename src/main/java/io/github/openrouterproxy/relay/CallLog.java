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
import io.github.openrouterproxy.recorder.InFlightCall;
import io.github.openrouterproxy.relay.capture.BodyCapture;
import io.github.openrouterproxy.relay.capture.CaptureBudget;
import io.github.openrouterproxy.relay.capture.PieceCapture;
import io.github.openrouterproxy.relay.capture.SpillFolder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is seen of one call as it goes by. Any thread; one lock, held for copying only. */
final class CallLog implements InFlightCall {
    /** What is to be sent once more must be in memory, since nothing here may wait for a disk. */
    private static final long REQUEST_IN_HEAP = 16L * 1024 * 1024;

    private static final long RESPONSE_IN_HEAP = 1024 * 1024;

    private final ExchangeId id;
    private final RequestHead request;
    private final @Nullable Credential key;
    private final Instant received;
    private final long startNanos = System.nanoTime();
    private final BodyCapture requestBody;
    private final BodyCapture responseBody;
    private final List<Attempt> attempts = new ArrayList<>(1);
    private final PieceCapture pieces;
    private boolean requestComplete;
    private @Nullable ResponseHead response;
    private @Nullable Duration sent;
    private @Nullable Duration head;
    private @Nullable Duration firstPiece;
    private @Nullable Duration lastPiece;
    private @Nullable Duration attemptStart;
    private Duration attemptPause = Duration.ZERO;
    private @Nullable Outcome outcome;

    /** @param budget for what is captured */
    CallLog(
            ExchangeId id,
            RequestHead request,
            @Nullable Credential key,
            Instant received,
            long maxBodyBytes,
            CaptureBudget budget,
            @Nullable SpillFolder spill) {
        this.id = id;
        this.request = request;
        this.key = key;
        this.received = received;
        this.requestBody = new BodyCapture(maxBodyBytes, REQUEST_IN_HEAP, budget, spill);
        this.responseBody = new BodyCapture(maxBodyBytes, RESPONSE_IN_HEAP, budget, spill);
        this.pieces = new PieceCapture(budget);
    }

    @Override
    public ExchangeId id() {
        return id;
    }

    /** @return whether the next one may come; otherwise {@link #whenRequestHasRoom} tells when */
    synchronized boolean requestPiece(ByteBuffer piece) {
        return outcome != null || requestBody.add(piece);
    }

    /** Runs {@code task} when there is room for more of the request, which has outrun the disk. With no lock held. */
    void whenRequestHasRoom(Runnable task) {
        requestBody.whenRoom(task);
    }

    /** The same for the answer. */
    void whenResponseHasRoom(Runnable task) {
        responseBody.whenRoom(task);
    }

    synchronized long requestLength() {
        return requestBody.length();
    }

    synchronized void requestComplete() {
        requestComplete = true;
    }

    /** All of the request's body, for sending it once more; null when it is not in hand. */
    synchronized byte @Nullable [] wholeRequest() {
        return isRequestWhole() ? requestBody.body().bytes() : null;
    }

    synchronized boolean isRequestWhole() {
        return requestComplete && !requestBody.isTruncated();
    }

    /** Whether a request's body of that length is in hand, or still can be when all of it has come. */
    synchronized boolean keepsRequest(long declaredLength) {
        return !requestBody.isTruncated() && declaredLength <= requestBody.mostInHeap();
    }

    synchronized boolean isRequestComplete() {
        return requestComplete;
    }

    synchronized void attemptStarted(Duration pause) {
        attemptStart = elapsed();
        attemptPause = pause;
    }

    /** An attempt ended with an answer that the client does not get. */
    synchronized void attemptAnswered(int status) {
        attemptEnded(status, null);
    }

    synchronized void attemptFailed(String failure) {
        attemptEnded(null, failure);
    }

    synchronized void sent() {
        sent = elapsed();
    }

    synchronized void head(ResponseHead came) {
        response = came;
        head = elapsed();
        attemptEnded(came.status(), null);
    }

    /** @return as of {@link #requestPiece} */
    synchronized boolean responsePiece(ByteBuffer piece) {
        if (outcome != null) {
            return true;
        }
        Duration now = elapsed();
        if (firstPiece == null) {
            firstPiece = now;
        }
        lastPiece = now;
        pieces.add(now.toNanos() / 1000, piece.remaining());
        return responseBody.add(piece);
    }

    /** The answer is the relay's own: that is what the record says the client got. */
    synchronized void ownReply(FailureReply reply) {
        if (outcome != null) {
            return;
        }
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
        return captured(requestBody.finished(), responseBody.finished(), pieces.pieces());
    }

    /**
     * What is known while the call runs: the request once it is complete, of the answer what came and is in
     * memory, unless it would have to be decoded again and again.
     */
    @Override
    public synchronized CapturedExchange snapshot() {
        Body body = requestComplete ? requestBody.body() : requestBody.outline();
        boolean coded = response != null && response.headers().contains("Content-Encoding");
        return captured(body, coded ? responseBody.outline() : responseBody.soFar(), pieces.pieces());
    }

    /** Gives the memory of what was captured back; the log must not be used afterwards. */
    synchronized void release() {
        requestBody.release();
        responseBody.release();
        pieces.release();
    }

    private void attemptEnded(@Nullable Integer status, @Nullable String failure) {
        Duration start = attemptStart == null ? Duration.ZERO : attemptStart;
        attempts.add(new Attempt(attempts.size() + 1, start, status, failure, attemptPause));
        attemptStart = null;
    }

    private CapturedExchange captured(Body sentBody, Body receivedBody, Pieces how) {
        Duration finished = outcome == null ? null : elapsed();
        Timing timing = new Timing(received, sent, head, firstPiece, lastPiece, finished);
        return new CapturedExchange(id, request, key, sentBody, response, receivedBody, how, timing, attempts, outcome);
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
