package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.relay.client.ClientPatience;
import io.github.openrouterproxy.relay.upstream.UpstreamRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The request of a call, for sending it once more.
 *
 * @param first as it went out the first time, with its body or with the body following in pieces
 * @param declaredLength of a body that follows; -1 when it is not known
 */
record ResendableRequest(UpstreamRequest first, long declaredLength, CallLog log) {
    /** The request with all of its body; null when that is not in hand. */
    @Nullable
    UpstreamRequest whole() {
        byte[] body = first.body() != null ? first.body() : log.wholeRequest();
        return body == null ? null : first.withBody(body);
    }

    /** Whether the body is in hand. */
    boolean isWhole() {
        return first.body() != null || log.isRequestWhole();
    }

    /** Whether the body is in hand, or still can be when all of it has come. */
    boolean isKept() {
        return first.body() != null || log.keepsRequest(declaredLength);
    }

    /** How much longer the client waits. */
    Duration patience() {
        return ClientPatience.left(first.headers(), log.elapsed());
    }
}
