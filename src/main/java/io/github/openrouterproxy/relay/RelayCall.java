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
import io.github.openrouterproxy.relay.upstream.UpstreamListener;
import io.github.openrouterproxy.relay.upstream.UpstreamRequest;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One call's life: client to upstream, upstream to client, and an ending, of which there is exactly one. Hears the
 * container's, the upstream client's and the recorder's threads; blocks none of them.
 */
final class RelayCall implements InFlightCall, UpstreamListener, ClientReader.Sink {
    private static final CallState RUNNING = new CallState.Running();
    private static final CallState DRAINING = new CallState.Draining();
    private static final CallState ENDED = new CallState.Ended();

    private final RelayParts parts;
    private final HttpServletRequest clientRequest;
    private final String method;
    private final CallLog log;
    private final ClientWriter writer;
    private volatile CallState state = RUNNING;
    private volatile boolean headCame;
    private volatile boolean requestComplete;
    private volatile @Nullable UpstreamCall upstreamCall;
    private volatile @Nullable ClientReader reader;

    RelayCall(RelayParts parts, AsyncContext context, CallLog log) {
        this.parts = parts;
        this.clientRequest = (HttpServletRequest) context.getRequest();
        this.method = clientRequest.getMethod();
        this.log = log;
        this.writer = new ClientWriter(context, this::clientGone);
        context.addListener(new ClientWatch(this::clientGone, writer::abandon));
    }

    /** Sends the call on its way; on the container's thread. */
    void start(UpstreamRequest upstreamRequest) {
        byte[] whole = upstreamRequest.body();
        if (whole != null) {
            log.requestPiece(ByteBuffer.wrap(whole));
            log.requestComplete();
            requestComplete = true;
        }
        parts.recorder().began(this);
        log.attemptStarted();
        upstreamCall = parts.upstream().send(upstreamRequest, this);
        if (whole == null && state.equals(RUNNING)) {
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
        UpstreamCall call = upstreamCall;
        if (log.requestLength() > limit && !headCame) {
            FailureReply reply = FailureReply.tooLarge(limit);
            answer(reply, new Outcome.Refused(reply.message()));
        } else if (call != null) {
            call.write(piece, whenTaken);
        }
    }

    @Override
    public void onRequestEnd() {
        log.requestComplete();
        requestComplete = true;
        UpstreamCall call = upstreamCall;
        if (call != null) {
            call.endBody();
        }
    }

    @Override
    public void onRequestBroken(Throwable failure) {
        clientGone();
    }

    @Override
    public void onSent() {
        log.sent();
    }

    @Override
    public void onHead(ResponseHead head) {
        headCame = true;
        log.head(head);
        Headers headers = HopByHop.endToEnd(head.headers());
        String idHeader = headers.contains("X-Request-Id") ? "X-Proxy-Request-Id" : "X-Request-Id";
        writer.head(head.status(), headers.with(idHeader, id().toString()), BodyLength.of(method, head));
    }

    @Override
    public void onWaiting() {
        writer.flush();
    }

    @Override
    public void onPiece(ByteBuffer piece, Runnable demand) {
        log.responsePiece(piece);
        writer.piece(piece, demand);
    }

    @Override
    public void onEnd() {
        finish(state.equals(DRAINING) ? new Outcome.ClientDisconnected() : new Outcome.Completed());
    }

    @Override
    public void onFailure(UpstreamFailure failure) {
        if (state.equals(DRAINING)) {
            finish(new Outcome.ClientDisconnected());
            return;
        }
        Outcome outcome = new Outcome.UpstreamFailed(failure.message());
        if (headCame) {
            finish(outcome);
        } else {
            answer(FailureReply.of(failure), outcome);
        }
    }

    private void answer(FailureReply reply, Outcome outcome) {
        if (state.equals(ENDED)) {
            return;
        }
        byte[] body = reply.body();
        log.ownReply(reply);
        writer.head(
                reply.status(),
                reply.headers()
                        .with("Content-Length", Integer.toString(body.length))
                        .with("X-Request-Id", id().toString()),
                body.length);
        writer.piece(ByteBuffer.wrap(body), () -> {});
        finish(outcome);
    }

    private void clientGone() {
        boolean drains = parts.settings().client().onDisconnect() == OnDisconnect.DRAIN && requestComplete;
        UpstreamCall call = upstreamCall;
        if (drains && call != null) {
            if (state.equals(RUNNING)) {
                state = DRAINING;
                call.endWithin(parts.settings().client().drainTimeout());
            }
        } else {
            finish(new Outcome.ClientDisconnected());
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
        UpstreamCall call = upstreamCall;
        if (call != null && !(outcome instanceof Outcome.Completed)) {
            call.cancel("the call has ended");
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
}
