package io.github.openrouterproxy.monitor.inspect;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.monitor.text.Amount;
import io.github.openrouterproxy.monitor.text.JsonLayout;
import io.github.openrouterproxy.monitor.text.ReadableBody;
import io.github.openrouterproxy.monitor.text.Units;
import org.jspecify.annotations.Nullable;

/**
 * A recorded body, or a piece of it.
 *
 * @param kind {@code none}, {@code json}, {@code text} or {@code binary}
 * @param text empty unless there is some to show
 * @param moreHref gives the next piece; null at the end
 * @param rest how much is not shown yet
 * @param sha256 of the whole body when only its beginning was recorded
 */
public record BodyView(
        String kind,
        String text,
        Amount size,
        String mediaType,
        boolean truncated,
        @Nullable String sha256,
        Amount recorded,
        String plainHref,
        String downloadHref,
        @Nullable String moreHref,
        Amount rest) {
    static final int FIRST_PIECE = 64 << 10;
    static final int LATER_PIECE = 256 << 10;

    /**
     * @param from where in the laid out text the piece begins; 0 for the beginning
     * @param plainHref the whole text as it was recorded
     */
    public static BodyView of(Body body, Headers headers, int from, String plainHref, String downloadHref) {
        ReadableBody readable = ReadableBody.of(body, headers);
        String text = readable.text();
        String laidOut = text == null || body.isEmpty() ? null : JsonLayout.of(text);
        String kind = body.isEmpty() ? "none" : text == null ? "binary" : laidOut == null ? "text" : "json";
        String shown = laidOut != null ? laidOut : text == null ? "" : text;
        TextPart part = TextPart.of(shown, from, from == 0 ? FIRST_PIECE : LATER_PIECE);
        return new BodyView(
                kind,
                part.text(),
                Units.bytes(body.length()),
                readable.mediaType(),
                body.truncated(),
                body.sha256(),
                Units.bytes(body.bytes().length),
                plainHref,
                downloadHref,
                part.isLast() ? null : plainHref + "?from=" + part.next(),
                Units.bytes(part.rest()));
    }
}
