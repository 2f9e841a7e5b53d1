package io.github.openrouterproxy.monitor.inspect;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.monitor.text.Amount;
import io.github.openrouterproxy.monitor.text.JsonLayout;
import io.github.openrouterproxy.monitor.text.ReadableBody;
import io.github.openrouterproxy.monitor.text.Units;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recorded body, or a piece of it.
 *
 * @param kind {@code none}, {@code json}, {@code events}, {@code text}, {@code binary}, {@code unreadable}, or
 *     {@code lost} where nothing of it was recorded
 * @param text of JSON or text, else empty
 * @param events of a streamed answer
 * @param sha256 of the whole body when only its beginning was recorded
 * @param recorded how much of {@code size}; null where what is recorded is not a part of what was sent: decoded, or
 *     longer by what stands for what was taken out
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
        @Nullable Amount recorded,
        String plainHref,
        String downloadHref,
        @Nullable String moreHref,
        String rest) {
    static final int FIRST_PIECE = 64 << 10;
    static final int LATER_PIECE = 256 << 10;
    private static final int FIRST_EVENTS = 100;
    private static final int LATER_EVENTS = 500;
    /** An event of six bytes becomes objects of a hundred. */
    private static final int MOST_EVENT_LINES = 400_000;

    private static final String BREAKS_OFF = "\n…";

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
        if (source.body().unreadable()) {
            return view(source, readable, "unreadable", TextPart.of("", 0, 0));
        }
        if (source.body().truncated() && source.body().bytes().length == 0) {
            return view(source, readable, "lost", TextPart.of("", 0, 0));
        }
        if (source.body().isEmpty() || text == null) {
            return view(source, readable, text == null ? "binary" : "none", TextPart.of("", 0, 0));
        }
        if (readable.isEventStream()) {
            return events(source, readable, text, from);
        }
        String laidOut = readable.cut() ? null : JsonLayout.of(text);
        int size = from == 0 ? FIRST_PIECE : LATER_PIECE;
        return laidOut == null
                ? view(source, readable, "text", TextPart.of(readable.cut() ? text + BREAKS_OFF : text, from, size))
                : view(source, readable, "json", TextPart.of(laidOut, from, size));
    }

    /** What it takes until it is written, about: each event is laid out once more then. */
    public long memory() {
        long characters = text.length();
        for (EventView event : events) {
            characters += 2L * event.data().length();
        }
        return Character.BYTES * characters;
    }

    private static BodyView events(Source source, ReadableBody readable, String text, int from) {
        List<EventView> all = allEvents(source, readable, text);
        int begin = Math.min(from, all.size());
        int end = Math.min(all.size(), begin + (from == 0 ? FIRST_EVENTS : LATER_EVENTS));
        return view(
                source,
                readable,
                "events",
                "",
                List.copyOf(all.subList(begin, end)),
                end,
                Integer.toString(all.size() - end));
    }

    private static List<EventView> allEvents(Source source, ReadableBody readable, String text) {
        Body body = source.body();
        int readableEnd = endOfLines(text);
        String readableText = text.substring(0, readableEnd);
        byte[] bytes = readableEnd < text.length() ? readableText.getBytes(StandardCharsets.UTF_8) : body.bytes();
        Body shown = new Body(bytes, body.length(), body.sha256(), body.truncated());
        List<EventView> events = EventView.of(shown, source.headers(), readableText, source.pieces());
        if (!readable.cut() && readableEnd == text.length()) {
            return events;
        }
        List<EventView> brokenOff = new ArrayList<>(events);
        brokenOff.add(new EventView(Amount.UNKNOWN, "", BREAKS_OFF.strip()));
        return brokenOff;
    }

    private static int endOfLines(String text) {
        int lines = 0;
        int i = 0;
        while (i < text.length() && lines < MOST_EVENT_LINES) {
            char c = text.charAt(i++);
            lines += c == '\n' || c == '\r' ? 1 : 0;
        }
        return i;
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
                body.bytes().length < body.length() ? Units.bytes(body.bytes().length) : null,
                source.plainHref(),
                source.downloadHref(),
                rest.equals("0") ? null : source.plainHref() + "?from=" + next,
                rest);
    }
}
