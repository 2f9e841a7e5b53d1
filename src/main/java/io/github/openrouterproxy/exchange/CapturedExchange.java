package io.github.openrouterproxy.exchange;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the relay saw of one call, not understood and not masked: it holds secrets and must not be stored, logged or
 * shown as it is.
 *
 * @param key the credential the call was made with, null when it bore none
 * @param response null until a head was sent to the client
 * @param outcome null while the call runs
 */
public record CapturedExchange(
        ExchangeId id,
        RequestHead request,
        @Nullable Credential key,
        Body requestBody,
        @Nullable ResponseHead response,
        Body responseBody,
        Pieces pieces,
        Timing timing,
        List<Attempt> attempts,
        @Nullable Outcome outcome) {
    private static final int MOST_OF_BODY = 64 * 1024;

    private static final int MOST_OF_PIECES = 4 * 1024;

    private static final int MOST_OF_ADDRESS = 2 * 1024;

    public CapturedExchange {
        attempts = List.copyOf(attempts);
    }

    /** All of it but the middle of large bodies and the times of very many pieces. */
    public CapturedExchange shortened() {
        return new CapturedExchange(
                id,
                request,
                key,
                requestBody.shortened(MOST_OF_BODY),
                response,
                responseBody.shortened(MOST_OF_BODY),
                pieces.packed().length > MOST_OF_PIECES ? pieces.onlyCounted() : pieces,
                timing,
                attempts,
                outcome);
    }

    /** Whether something of its bodies is, or was, kept elsewhere. */
    public boolean hasRest() {
        return requestBody.rest() != null || responseBody.rest() != null;
    }

    /** Runs {@code task} as soon as {@link #inHand} need not wait; see {@link Body.Rest#whenReady}. */
    public void whenReady(Runnable task) {
        requestBody.whenReady(() -> responseBody.whenReady(task));
    }

    /** With all that is kept of its bodies in memory; may wait for the disk. */
    public CapturedExchange inHand() {
        if (!hasRest()) {
            return this;
        }
        return new CapturedExchange(
                id,
                request,
                key,
                requestBody.inHand(),
                response,
                responseBody.inHand(),
                pieces,
                timing,
                attempts,
                outcome);
    }

    /** What of its bodies is kept elsewhere is not needed any more. */
    public void discardRest() {
        requestBody.discardRest();
        responseBody.discardRest();
    }

    /** What is left when there is no room for more: who asked for what, and when. */
    public CapturedExchange outline() {
        RequestHead head = new RequestHead(request.method(), cut(request.url()), cut(request.path()), Headers.NONE);
        return new CapturedExchange(
                id, head, key, Body.EMPTY, null, Body.EMPTY, Pieces.NONE, timing, List.of(), outcome);
    }

    /** Between its parts: half a key would not be known for one by those who mask it. */
    private static String cut(String address) {
        if (address.length() <= MOST_OF_ADDRESS) {
            return address;
        }
        int query = address.indexOf('?');
        boolean withoutIt = query >= 0 && query <= MOST_OF_ADDRESS;
        return address.substring(0, withoutIt ? query : address.lastIndexOf('/', MOST_OF_ADDRESS) + 1) + "...";
    }
}
