package io.github.openrouterproxy.relay.message;

import io.github.openrouterproxy.exchange.ResponseHead;

/** How long the body of an answer is (RFC 9112, section 6.3). */
public final class BodyLength {
    public static final long UNKNOWN = -1;

    private BodyLength() {}

    /** In bytes; -1 where only its end will tell. */
    public static long of(String method, ResponseHead head) {
        int status = head.status();
        if (method.equals("HEAD") || status == 204 || status == 304) {
            return 0;
        }
        if (head.headers().contains("Transfer-Encoding")) {
            return UNKNOWN;
        }
        return head.headers().first("Content-Length").map(BodyLength::parsed).orElse(UNKNOWN);
    }

    private static long parsed(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
    }
}
