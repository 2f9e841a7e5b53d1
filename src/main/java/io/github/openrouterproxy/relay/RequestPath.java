package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.relay.client.ClientReader;
import io.github.openrouterproxy.relay.upstream.UpstreamCall;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The way of one call's request: from the client into the log and to the attempt that runs. The container's threads,
 * one at a time; {@link #stop} and {@link #readAway} any.
 */
final class RequestPath implements ClientReader.Sink {
    private final RelayCall call;
    private final HttpServletRequest clientRequest;
    private final ResendableRequest request;
    private final Attempts attempts;
    private final CallLog log;
    private final long mostBytes;
    private volatile @Nullable ClientReader reader;

    RequestPath(
            RelayCall call,
            HttpServletRequest clientRequest,
            ResendableRequest request,
            Attempts attempts,
            long mostBytes) {
        this.call = call;
        this.clientRequest = clientRequest;
        this.request = request;
        this.attempts = attempts;
        this.log = request.log();
        this.mostBytes = mostBytes;
    }

    /** Notes a body that came with the head. */
    void takeWhole() {
        byte[] whole = request.first().body();
        if (whole != null) {
            log.requestPiece(ByteBuffer.wrap(whole));
            log.requestComplete();
        }
    }

    /** Begins the first attempt, and to read a body that did not come with the head. */
    void start() {
        boolean whole = request.first().body() != null;
        try {
            // A body that begins malformed must not open a connection to the upstream.
            boolean begins = whole || !ClientReader.isAnyAtHand(clientRequest);
            if (!whole) {
                // Before the upstream hears of it: it may answer at once, and what is left is then read away.
                reader = ClientReader.start(clientRequest, this);
            }
            if (begins) {
                attempts.beginOnce();
            }
        } catch (IOException e) {
            onRequestBroken();
        }
    }

    /** Instead of the two: nobody wants the body. */
    void refuse() throws IOException {
        reader = ClientReader.unwanted(clientRequest);
    }

    /** Hands nothing on any more. */
    void stop() {
        ClientReader reading = reader;
        if (reading != null) {
            reading.stop();
        }
    }

    /** See {@link ClientReader#readAway}. */
    void readAway(ClientReader.Timer timer, Runnable whenDone) {
        ClientReader.readAway(reader, timer, whenDone);
    }

    @Override
    public void onRequestPiece(ByteBuffer piece, Runnable whenFree) {
        attempts.beginOnce();
        boolean room = log.requestPiece(piece);
        Runnable whenTaken = room ? whenFree : () -> log.whenRequestHasRoom(whenFree);
        if (log.requestLength() == request.declaredLength()) {
            log.requestComplete();
        }
        UpstreamCall sent = attempts.upstreamCall();
        if (log.requestLength() > mostBytes) {
            call.deny(FailureReply.tooLarge(mostBytes));
        } else if (sent != null) {
            sent.write(piece, whenTaken);
        } else if (!attempts.gaveUp()) {
            whenTaken.run();
        }
    }

    @Override
    public void onRequestEnd() {
        attempts.beginOnce();
        attempts.requestEnded();
    }

    @Override
    public void onRequestBroken() {
        call.leaveClient();
    }

    @Override
    public void onRequestMalformed() {
        call.deny(FailureReply.malformed("the request body is malformed"));
    }

    @Override
    public void onRequestLate() {
        call.onRequestLate();
    }
}
