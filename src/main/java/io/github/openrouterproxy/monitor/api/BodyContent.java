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
 */
record BodyContent(@Nullable String content, @Nullable String encoding) {
    static BodyContent of(Body body, Headers headers) {
        if (body.isEmpty()) {
            return new BodyContent(null, null);
        }
        String text = ReadableBody.of(body, headers).text();
        return text != null
                ? new BodyContent(text, null)
                : new BodyContent(Base64.getEncoder().encodeToString(body.bytes()), "base64");
    }
}
