package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.config.ClientSettings.OnDisconnect;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.relay.client.ClientWatch;
import io.github.openrouterproxy.relay.client.ClientWriter;
import io.github.openrouterproxy.relay.message.AnswerHeaders;
import io.github.openrouterproxy.relay.message.BodyLength;
import io.github.openrouterproxy.relay.upstream.UpstreamCall;
import io.github.openrouterproxy.relay.upstream.UpstreamFailure;
import io.github.openrouterproxy.relay.upstream.UpstreamRequest;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One call's life: client to upstream, upstream to client, and an ending, of which there is exactly one. Hears the
 * container's, the upstream client's and the recorder's threads; blocks none of them.
 */
final class RelayCall {
    private final RelayParts parts;
    private final PresenceWatch watch;
    private final UpstreamRequest upstreamRequest;
    private final RequestPath request;
    private final Attempts attempts;
    private final CallLog log;
    private final ClientWriter writer;
    private final CallRoom room;
    private volatile CallState state = CallState.RUNNING;
    /** Null until somebody's head was handed on; nobody else's follows. */
    private final AtomicReference<@Nullable Answerer> answerer = new AtomicReference<>();

    private final ProxyStop stop = new ProxyStop();

    RelayCall(
            RelayParts parts,
            PresenceWatch watch,
            AsyncContext context,
            UpstreamRequest upstreamRequest,
            CallLog log,
            CallRoom room) {
        this.parts = parts;
        this.watch = watch;
        this.upstreamRequest = upstreamRequest;
        HttpServletRequest clientRequest = (HttpServletRequest) context.getRequest();
        ResendableRequest resendable =
                new ResendableRequest(upstreamRequest, clientRequest.getContentLengthLong(), log);
        this.attempts = new Attempts(parts, this, resendable, () -> state == CallState.RUNNING);
        this.request = new RequestPath(
                this,
                clientRequest,
                resendable,
                attempts,
                parts.settings().client().maxRequestBytes());
        this.log = log;
        this.room = room;
        this.writer = new ClientWriter(context, this::clientGone, this::answered);
        context.addListener(new ClientWatch(() -> clientGone(null), this::containerStops, this::abandon));
    }

    /** Sends the call on its way; on the container's thread. */
    void start() throws IOException {
        writer.listen();
        request.takeWhole();
        parts.recorder().began(log);
        watch.add(this);
        request.start();
    }

    /** Ends a call that never goes to the upstream. */
    void refuse(FailureReply reply) throws IOException {
        writer.listen();
        request.refuse();
        parts.recorder().began(log);
        deny(reply);
    }

    Attempts attempts() {
        return attempts;
    }

    CallLog log() {
        return log;
    }

    /** The client has paused in its request for longer than the container waits. */
    void onRequestLate() {
        stop.endLate(() -> deny(FailureReply.late()), this::leaveClient);
    }

    /** The proxy stops: the call ends with it. */
    void onProxyStop() {
        if (stop.begin()) {
            answer(FailureReply.proxyStops(), ProxyStop.OUTCOME);
            finish(ProxyStop.OUTCOME);
        }
    }

    /** The container takes the call back when this returns: nothing may be written then, however late it is settled. */
    private void containerStops() {
        if (!stop.endNow(this::onProxyStop)) {
            abandon();
        }
    }

    boolean isOver() {
        return state == CallState.ENDED;
    }

    void onHead(UpstreamAttempt answered, ResponseHead head) {
        Headers own = AnswerHeaders.of(head.headers(), log.id());
        Headers headers = attempts.exhausted(answered, head) ? RetryPolicy.noMore(own) : own;
        if (!writer.hasRoomFor(headers)) {
            FailureReply reply = FailureReply.headTooLarge();
            answer(reply, new Outcome.UpstreamFailed(reply.message()));
        } else if (answerer.compareAndSet(null, Answerer.UPSTREAM)) {
            log.head(head);
            writer.head(head.status(), headers, BodyLength.of(upstreamRequest.method(), head));
        }
    }

    void onWaiting() {
        if (answerer.get() == Answerer.UPSTREAM) {
            writer.flush();
        }
    }

    void onPiece(ByteBuffer piece, Runnable demand) {
        if (answerer.get() == Answerer.UPSTREAM) {
            boolean room = log.responsePiece(piece);
            writer.piece(piece, room ? demand : () -> log.whenResponseHasRoom(demand));
        } else {
            demand.run();
        }
    }

    void onEnd() {
        if (answerer.get() == Answerer.US) {
            return;
        }
        finish(state == CallState.DRAINING ? new Outcome.ClientDisconnected() : new Outcome.Completed());
    }

    void onFailure(UpstreamAttempt failed, UpstreamFailure failure) {
        if (answerer.get() != null || !attempts.goOnAfter(failed, failure)) {
            fail(failed, failure);
        }
    }

    /** No attempt follows that one. */
    void fail(UpstreamAttempt last, UpstreamFailure failure) {
        if (state == CallState.DRAINING) {
            finish(new Outcome.ClientDisconnected());
            return;
        }
        FailureReply reply = FailureReply.of(failure);
        answer(last.number() > 1 ? reply.afterRetries() : reply, new Outcome.UpstreamFailed(failure.message()));
    }

    /** Ends the call for what the client did. */
    void deny(FailureReply reply) {
        answer(reply, new Outcome.Refused(reply.message()));
    }

    /** Ends the call; with {@code reply}, unless its answer has begun. */
    private void answer(FailureReply reply, Outcome outcome) {
        if (state != CallState.RUNNING) {
            return;
        }
        if (!answerer.compareAndSet(null, Answerer.US)) {
            if (answerer.get() == Answerer.UPSTREAM) {
                finish(outcome);
            }
            return;
        }
        byte[] body = reply.body();
        log.ownReply(reply);
        writer.head(reply.status(), reply.headersFor(log.id(), body), body.length);
        writer.piece(ByteBuffer.wrap(body), () -> {});
        finish(outcome);
    }

    /** While the upstream is silent, nothing else would notice that the client has gone. */
    void lookForClient() {
        if (state == CallState.RUNNING && log.isRequestComplete() && writer.isClientGone()) {
            leaveClient();
        }
    }

    /** There is nobody any more whom an answer could reach. */
    void leaveClient() {
        goOnWithoutClient(new Outcome.ClientDisconnected());
        writer.cut();
        room.clientDone();
    }

    /** @param failure of a write; null where none tells of it */
    private void clientGone(@Nullable Throwable failure) {
        goOnWithoutClient(new Outcome.ClientDisconnected(failure instanceof SocketTimeoutException));
        abandon();
    }

    private void abandon() {
        writer.abandon();
        room.clientDone();
    }

    private void goOnWithoutClient(Outcome otherwise) {
        boolean drains = parts.settings().client().onDisconnect() == OnDisconnect.DRAIN && log.isRequestComplete();
        UpstreamCall call = attempts.upstreamCall();
        if (!drains || call == null) {
            finish(otherwise);
        } else if (state == CallState.RUNNING) {
            state = CallState.DRAINING;
            call.endWithin(parts.settings().client().drainTimeout());
        }
    }

    private void finish(Outcome outcome) {
        CapturedExchange captured = log.finish(outcome);
        if (captured == null) {
            return;
        }
        state = CallState.ENDED;
        watch.remove(this);
        request.stop();
        parts.recorder().ended(captured, mayEnd -> settled(outcome, mayEnd));
        if (!(outcome instanceof Outcome.Completed)) {
            attempts.stop("the call has ended");
        }
    }

    /** A client that still sends gets to read its answer before the connection closes. */
    private void answered(Runnable complete) {
        request.readAway(parts.upstream()::after, () -> {
            room.clientDone();
            complete.run();
        });
    }

    private void settled(Outcome outcome, boolean mayEnd) {
        room.recorded();
        try {
            boolean whole = outcome instanceof Outcome.Completed || answerer.get() == Answerer.US;
            if (whole && mayEnd) {
                writer.end();
                return;
            }
            stop.cut(writer);
            room.clientDone();
        } finally {
            stop.end();
            log.release();
        }
    }
}
