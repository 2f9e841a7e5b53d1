package io.github.openrouterproxy.monitor.inspect;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.monitor.text.Amount;
import io.github.openrouterproxy.monitor.text.JsonLayout;
import io.github.openrouterproxy.monitor.text.ReadableBody;
import io.github.openrouterproxy.monitor.text.Units;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recorded body, or a piece of it.
 *
 * @param kind {@code none}, {@code json}, {@code events}, {@code text} or {@code binary}
 * @param text of JSON or text, else empty
 * @param events of a streamed answer
 * @param sha256 of the whole body when only its beginning was recorded
 * @param plainHref the whole text
 * @param moreHref gives the next piece; null at the end
 * @param rest how much is not shown yet
 */
public record BodyView(
        String kind,
        String text,
        List<EventView> events,
        Amount size,
        String mediaType,
        boolean truncated,
        @Nullable String sha256,
        Amount recorded,
        String plainHref,
        String downloadHref,
        @Nullable String moreHref,
        String rest) {
    static final int FIRST_PIECE = 64 << 10;
    static final int LATER_PIECE = 256 << 10;
    private static final int FIRST_EVENTS = 100;
    private static final int LATER_EVENTS = 500;

    /**
     * Where a body belongs.
     *
     * @param pieces when its parts came
     */
    public record Source(Body body, Headers headers, Pieces pieces, String plainHref, String downloadHref) {}

    /** @param from where the piece begins, in characters of the laid out text or in events; 0 for the beginning */
    public static BodyView of(Source source, int from) {
        ReadableBody readable = ReadableBody.of(source.body(), source.headers());
        String text = readable.text();
        if (source.body().isEmpty() || text == null) {
            return view(source, readable, text == null ? "binary" : "none", TextPart.of("", 0, 0));
        }
        if (readable.isEventStream()) {
            return events(source, readable, text, from);
        }
        String laidOut = JsonLayout.of(text);
        int size = from == 0 ? FIRST_PIECE : LATER_PIECE;
        return laidOut == null
                ? view(source, readable, "text", TextPart.of(text, from, size))
                : view(source, readable, "json", TextPart.of(laidOut, from, size));
    }

    private static BodyView events(Source source, ReadableBody readable, String text, int from) {
        List<EventView> all = EventView.of(source.body(), source.headers(), text, source.pieces());
        int begin = Math.min(from, all.size());
        int end = Math.min(all.size(), begin + (from == 0 ? FIRST_EVENTS : LATER_EVENTS));
        return view(source, readable, "events", "", all.subList(begin, end), end, Integer.toString(all.size() - end));
    }

    private static BodyView view(Source source, ReadableBody readable, String kind, TextPart part) {
        String rest = Units.bytes(part.rest()).text();
        return view(source, readable, kind, part.text(), List.of(), part.next(), part.isLast() ? "0" : rest);
    }

    private static BodyView view(
            Source source,
            ReadableBody readable,
            String kind,
            String text,
            List<EventView> events,
            int next,
            String rest) {
        Body body = source.body();
        return new BodyView(
                kind,
                text,
                events,
                Units.bytes(body.length()),
                readable.mediaType(),
                body.truncated(),
                body.sha256(),
                Units.bytes(body.bytes().length),
                source.plainHref(),
                source.downloadHref(),
                rest.equals("0") ? null : source.plainHref() + "?from=" + next,
                rest);
    }
}
