package io.github.openrouterproxy.monitor.api;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.monitor.text.ReadableBody;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A body inside JSON.
 *
 * @param content text, or base64 of the recorded bytes; null when there was no body
 * @param encoding {@code base64}, or null for text
 * @param cut whether there is more of the text than fits here
 */
record BodyContent(@Nullable String content, @Nullable String encoding, boolean cut) {
    static BodyContent of(Body body, Headers headers) {
        if (body.isEmpty()) {
            return new BodyContent(null, null, false);
        }
        ReadableBody readable = ReadableBody.of(body, headers);
        String text = readable.text();
        return text != null
                ? new BodyContent(text, null, readable.cut())
                : new BodyContent(Base64.getEncoder().encodeToString(body.bytes()), "base64", false);
    }
}
