package io.github.openrouterproxy.relay.upstream;

import io.github.openrouterproxy.exchange.ResponseHead;
import java.nio.ByteBuffer;

/**
 * Hears what becomes of a request: {@code onHead}, pieces, then {@code onEnd}, or {@code onFailure} at any point; one
 * of the last two, once. Called on the client's threads, never two at a time; must not block.
 */
public interface UpstreamListener {
    /** The whole request is out. */
    void onSent();

    void onHead(ResponseHead head);

    /** No bytes are at hand: what came so far should go on to the client. */
    void onWaiting();

    /**
     * Bytes of the response body as they came. They stay valid until {@code demand} is run, which also asks for the
     * next piece; until then the upstream is not read.
     */
    void onPiece(ByteBuffer piece, Runnable demand);

    void onEnd();

    void onFailure(UpstreamFailure failure);
}
