package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.relay.upstream.UpstreamCall;
import io.github.openrouterproxy.relay.upstream.UpstreamFailure;
import io.github.openrouterproxy.relay.upstream.UpstreamListener;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One try of a call. What comes goes to the call, unless the call has turned to another try: then the rest is read and
 * thrown away, so that the connection can serve again.
 */
final class UpstreamAttempt implements UpstreamListener {
    private static final long WORTH_READING = 64 * 1024;

    private final RelayCall call;
    private final int number;
    private volatile @Nullable UpstreamCall upstreamCall;
    private volatile boolean discarded;
    private long thrownAway;

    /** @param number among those that count */
    UpstreamAttempt(RelayCall call, int number) {
        this.call = call;
        this.number = number;
    }

    int number() {
        return number;
    }

    void sentAs(UpstreamCall sent) {
        upstreamCall = sent;
    }

    @Nullable
    UpstreamCall upstreamCall() {
        return upstreamCall;
    }

    void cancel(String reason) {
        UpstreamCall sent = upstreamCall;
        if (sent != null) {
            sent.cancel(reason);
        }
    }

    @Override
    public void onSent() {
        call.log().sent();
    }

    @Override
    public void onHead(ResponseHead head) {
        discarded = call.attempts().goOnAfter(this, head);
        if (!discarded) {
            call.onHead(this, head);
        }
    }

    @Override
    public void onWaiting() {
        if (!discarded) {
            call.onWaiting();
        }
    }

    @Override
    public void onPiece(ByteBuffer piece, Runnable demand) {
        if (!discarded) {
            call.onPiece(piece, demand);
            return;
        }
        thrownAway += piece.remaining();
        demand.run();
        if (thrownAway > WORTH_READING) {
            cancel("another attempt has taken its place");
        }
    }

    @Override
    public void onEnd() {
        if (!discarded) {
            call.onEnd();
        }
    }

    @Override
    public void onFailure(UpstreamFailure failure) {
        if (!discarded) {
            call.onFailure(this, failure);
        }
    }
}
