package io.github.openrouterproxy.monitor.inspect;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.Pieces.Piece;
import io.github.openrouterproxy.monitor.text.Amount;
import io.github.openrouterproxy.monitor.text.JsonLayout;
import io.github.openrouterproxy.monitor.text.Units;
import io.github.openrouterproxy.openai.SseEvent;
import io.github.openrouterproxy.openai.SseParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One event of a streamed answer.
 *
 * @param at when the piece that completed it came, since the call was received; unknown where that was not recorded
 * @param type empty for the usual one
 * @param data as it was sent
 */
public record EventView(Amount at, String type, String data) {
    private static final String USUAL = "message";
    private static final Pattern INDENT = Pattern.compile("\\n *");

    /**
     * The events of a stream, each with its time as far as the pieces' times were recorded.
     *
     * @param text of the body, its content coding undone
     */
    static List<EventView> of(Body body, Headers headers, String text, Pieces pieces) {
        Reader reader = new Reader();
        // Behind a content coding, sizes of pieces say nothing about where an event ends.
        boolean timed = !headers.contains("Content-Encoding");
        byte[] bytes = timed ? body.bytes() : text.getBytes(StandardCharsets.UTF_8);
        int done = 0;
        for (Piece piece : timed ? pieces : Pieces.NONE) {
            int size = Math.min(piece.size(), bytes.length - done);
            reader.push(bytes, done, size, Duration.ofNanos(piece.offsetMicros() * 1000));
            done += size;
        }
        reader.push(bytes, done, bytes.length - done, null);
        return reader.finish();
    }

    /** The data to be read: of JSON, escapes become the characters they stand for; on one line as it came on one. */
    public String text() {
        String laidOut = JsonLayout.of(data);
        if (laidOut == null) {
            return data;
        }
        return data.indexOf('\n') < 0 ? INDENT.matcher(laidOut).replaceAll(" ") : laidOut;
    }

    private static final class Reader implements Consumer<SseEvent> {
        private final List<EventView> events = new ArrayList<>();
        private final SseParser parser = new SseParser(this);
        private @Nullable Duration at;

        void push(byte[] bytes, int offset, int length, @Nullable Duration cameAt) {
            at = cameAt;
            parser.push(bytes, offset, length);
        }

        List<EventView> finish() {
            parser.finish();
            return events;
        }

        @Override
        public void accept(SseEvent event) {
            String type = event.type().equals(USUAL) ? "" : event.type();
            events.add(new EventView(Units.time(at), type, event.data()));
        }
    }
}
