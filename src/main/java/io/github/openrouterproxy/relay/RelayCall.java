package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.config.ClientSettings.OnDisconnect;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.recorder.InFlightCall;
import io.github.openrouterproxy.relay.upstream.UpstreamCall;
import io.github.openrouterproxy.relay.upstream.UpstreamFailure;
import io.github.openrouterproxy.relay.upstream.UpstreamRequest;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call's life: client to upstream, upstream to client, and an ending, of which there is exactly one. Hears the
 * container's, the upstream client's and the recorder's threads; blocks none of them.
 */
final class RelayCall implements InFlightCall, ClientReader.Sink {
    private static final CallState RUNNING = new CallState.Running();
    private static final CallState DRAINING = new CallState.Draining();
    private static final CallState ENDED = new CallState.Ended();

    private final RelayParts parts;
    private final HttpServletRequest clientRequest;
    private final UpstreamRequest upstreamRequest;
    private final CallLog log;
    private final ClientWriter writer;
    private volatile CallState state = RUNNING;
    private volatile boolean headCame;
    private volatile @Nullable UpstreamAttempt attempt;
    private volatile @Nullable ClientReader reader;
    private @Nullable Runnable whenRequestComplete;
    private @Nullable Runnable cancelPause;

    RelayCall(RelayParts parts, AsyncContext context, UpstreamRequest upstreamRequest, CallLog log) {
        this.parts = parts;
        this.clientRequest = (HttpServletRequest) context.getRequest();
        this.upstreamRequest = upstreamRequest;
        this.log = log;
        this.writer = new ClientWriter(context, this::clientGone);
        context.addListener(new ClientWatch(this::clientGone, writer::abandon));
    }

    /** Sends the call on its way; on the container's thread. */
    void start() {
        byte[] whole = upstreamRequest.body();
        if (whole != null) {
            log.requestPiece(ByteBuffer.wrap(whole));
            log.requestComplete();
        }
        parts.recorder().began(this);
        send(1, Duration.ZERO, upstreamRequest);
        if (whole == null && !state.equals(ENDED)) {
            try {
                reader = ClientReader.start(clientRequest, this);
            } catch (IOException e) {
                onRequestBroken(e);
            }
        }
    }

    /** Ends a call that never goes to the upstream. */
    void refuse(FailureReply reply) {
        parts.recorder().began(this);
        answer(reply, new Outcome.Refused(reply.message()));
    }

    CallLog log() {
        return log;
    }

    @Override
    public ExchangeId id() {
        return log.id();
    }

    @Override
    public CapturedExchange snapshot() {
        return log.snapshot();
    }

    @Override
    public void onRequestPiece(ByteBuffer piece, Runnable whenTaken) {
        log.requestPiece(piece);
        long limit = parts.settings().client().maxRequestBytes();
        UpstreamCall call = upstreamCall();
        if (log.requestLength() > limit && !headCame) {
            FailureReply reply = FailureReply.tooLarge(limit);
            answer(reply, new Outcome.Refused(reply.message()));
        } else if (call == null) {
            whenTaken.run();
        } else {
            call.write(piece, whenTaken);
        }
    }

    @Override
    public void onRequestEnd() {
        Runnable waiting;
        synchronized (this) {
            log.requestComplete();
            waiting = whenRequestComplete;
        }
        UpstreamCall call = upstreamCall();
        if (waiting != null) {
            waiting.run();
        } else if (call != null) {
            call.endBody();
        }
    }

    @Override
    public void onRequestBroken(Throwable failure) {
        clientGone();
    }

    /** Whether another attempt takes the place of this one, whose answer the client then never sees. */
    boolean triesAgain(UpstreamAttempt answered, ResponseHead head) {
        byte[] body = wholeRequest();
        if (body == null || !state.equals(RUNNING)) {
            return false;
        }
        Optional<Duration> pause = parts.retry().afterAnswer(answered.number(), head, patience());
        pause.ifPresent(wait -> {
            log.attemptAnswered(head.status());
            sendLater(answered.number() + 1, wait);
        });
        return pause.isPresent();
    }

    void onHead(ResponseHead head) {
        headCame = true;
        log.head(head);
        Headers headers = HopByHop.endToEnd(head.headers());
        if (parts.retry().covers(head) && wholeRequest() != null) {
            headers = RetryPolicy.noMore(headers);
        }
        String idHeader = headers.contains("X-Request-Id") ? "X-Proxy-Request-Id" : "X-Request-Id";
        long length = BodyLength.of(upstreamRequest.method(), head);
        writer.head(head.status(), headers.with(idHeader, id().toString()), length);
    }

    void onWaiting() {
        writer.flush();
    }

    void onPiece(ByteBuffer piece, Runnable demand) {
        log.responsePiece(piece);
        writer.piece(piece, demand);
    }

    void onEnd() {
        finish(state.equals(DRAINING) ? new Outcome.ClientDisconnected() : new Outcome.Completed());
    }

    void onFailure(UpstreamAttempt failed, UpstreamFailure failure) {
        Outcome outcome = new Outcome.UpstreamFailed(failure.message());
        if (state.equals(DRAINING)) {
            finish(new Outcome.ClientDisconnected());
        } else if (headCame) {
            finish(outcome);
        } else if (!triesAgain(failed, failure)) {
            FailureReply reply = FailureReply.of(failure);
            answer(failed.number() > 1 ? reply.afterRetries() : reply, outcome);
        }
    }

    private boolean triesAgain(UpstreamAttempt failed, UpstreamFailure failure) {
        if (!state.equals(RUNNING) || !keepsRequest()) {
            return false;
        }
        Optional<Duration> pause = parts.retry().afterFailure(failed.number(), failure, patience());
        pause.ifPresent(wait -> {
            log.attemptFailed(failure.message());
            sendLaterWhenComplete(failed.number() + 1, wait);
        });
        return pause.isPresent();
    }

    /** The request's body for sending it once more; null when it is not in hand. */
    private byte @Nullable [] wholeRequest() {
        byte[] whole = upstreamRequest.body();
        return whole != null ? whole : log.wholeRequest();
    }

    private boolean keepsRequest() {
        return upstreamRequest.body() != null || log.keepsRequest();
    }

    private Duration patience() {
        return ClientPatience.left(upstreamRequest.headers(), log.elapsed());
    }

    private void sendLaterWhenComplete(int number, Duration pause) {
        synchronized (this) {
            attempt = null;
            if (!log.isRequestComplete()) {
                whenRequestComplete = () -> sendLater(number, pause);
                return;
            }
        }
        sendLater(number, pause);
    }

    private synchronized void sendLater(int number, Duration pause) {
        whenRequestComplete = null;
        cancelPause = parts.upstream().after(pause, () -> sendAgain(number, pause));
    }

    private void sendAgain(int number, Duration pause) {
        byte[] body = wholeRequest();
        if (state.equals(RUNNING) && body != null) {
            send(number, pause, upstreamRequest.withBody(body));
        }
    }

    private void send(int number, Duration pause, UpstreamRequest request) {
        log.attemptStarted(pause);
        UpstreamAttempt next = new UpstreamAttempt(this, number);
        attempt = next;
        next.sentAs(parts.upstream().send(request, next));
    }

    private void answer(FailureReply reply, Outcome outcome) {
        if (!state.equals(RUNNING)) {
            return;
        }
        byte[] body = reply.body();
        log.ownReply(reply);
        Headers headers = reply.headers()
                .with("Content-Length", Integer.toString(body.length))
                .with("X-Request-Id", id().toString());
        writer.head(reply.status(), headers, body.length);
        writer.piece(ByteBuffer.wrap(body), () -> {});
        finish(outcome);
    }

    private void clientGone() {
        boolean drains = parts.settings().client().onDisconnect() == OnDisconnect.DRAIN && log.isRequestComplete();
        UpstreamCall call = upstreamCall();
        if (!drains || call == null) {
            finish(new Outcome.ClientDisconnected());
        } else if (state.equals(RUNNING)) {
            state = DRAINING;
            call.endWithin(parts.settings().client().drainTimeout());
        }
        writer.abandon();
    }

    private void finish(Outcome outcome) {
        CapturedExchange captured = log.finish(outcome);
        if (captured == null) {
            return;
        }
        state = ENDED;
        parts.recorder().ended(captured, () -> settled(outcome));
        ClientReader reading = reader;
        if (reading != null) {
            reading.stop();
        }
        stopPause();
        UpstreamAttempt last = attempt;
        if (last != null && !(outcome instanceof Outcome.Completed)) {
            last.cancel("the call has ended");
        }
    }

    private synchronized void stopPause() {
        if (cancelPause != null) {
            cancelPause.run();
        }
    }

    private void settled(Outcome outcome) {
        if (outcome instanceof Outcome.UpstreamFailed && headCame) {
            writer.cut();
        } else {
            writer.end();
        }
        log.release();
    }

    private @Nullable UpstreamCall upstreamCall() {
        UpstreamAttempt current = attempt;
        return current == null ? null : current.upstreamCall();
    }
}
