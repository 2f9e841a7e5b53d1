package io.github.openrouterproxy.recorder.redaction;

import io.github.openrouterproxy.recorder.redaction.JsonText.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes out of server-sent events what the rules name, also where it came in parts: the strings that stand at the same
 * place of one event after the other are read as one text. Confined to one stream.
 */
final class StreamRedaction {
    /** Of each event anew; put together they would make no text. */
    private static final Set<String> NO_TEXT = Set.of(
            "", "id", "object", "model", "provider", "type", "role", "item_id", "event_id", "system_fingerprint");

    /** Ends streams of chat completions, and is no JSON. */
    private static final String DONE = "[DONE]";

    private final TextRedaction texts;
    private final List<Event> events = new ArrayList<>();
    private final Place.Numbers places = new Place.Numbers();
    private final Map<Place, Channel> channels = new HashMap<>();

    private StreamRedaction(TextRedaction texts) {
        this.texts = texts;
    }

    /**
     * @param start of its lines of data in the stream
     * @param end exclusive, without the last line's end
     */
    private record Event(int start, int end, String content, String lineEnd, List<Edit> edits) {}

    /** @param start in the text of its channel */
    private record Part(Event event, Value value, int start) {}

    private record Channel(StringBuilder text, List<Part> parts) {
        /** As far as any of its parts has come on each path. */
        long[] at() {
            long[] at = parts.get(0).value.at().clone();
            for (Part part : parts) {
                for (int i = 0; i < at.length; i++) {
                    at[i] |= part.value.at()[i];
                }
            }
            return at;
        }
    }

    static String of(TextRedaction texts, String stream) {
        StreamRedaction redaction = new StreamRedaction(texts);
        DataLines.read(stream, redaction::event);
        redaction.channels.values().forEach(redaction::redact);
        List<Edit> edits = new ArrayList<>();
        for (Event event : redaction.events) {
            String content = Edit.apply(event.content, event.edits);
            if (!content.equals(event.content)) {
                String lines = "data: " + content.replace("\n", event.lineEnd + "data: ");
                edits.add(new Edit(event.start, event.end, lines));
            }
        }
        return texts.plain(Edit.apply(stream, edits));
    }

    private void event(int start, int end, String content, String lineEnd) {
        if (content.strip().equals(DONE) || !JsonText.looksLikeJson(content)) {
            return;
        }
        Event event = new Event(start, end, content, lineEnd, new ArrayList<>());
        JsonText json = JsonText.of(content, texts.paths());
        for (Value value : json.values()) {
            if (value.hidden()) {
                event.edits.add(TextRedaction.quoted(value, TextRedaction.MARK));
            } else if (NO_TEXT.contains(value.name())) {
                String shown = texts.plain(value.text());
                if (!shown.equals(value.text())) {
                    event.edits.add(TextRedaction.quoted(value, shown));
                }
            } else {
                Channel channel = channels.computeIfAbsent(
                        value.channel(places), place -> new Channel(new StringBuilder(), new ArrayList<>()));
                channel.parts.add(new Part(event, value, channel.text.length()));
                channel.text.append(value.text());
            }
        }
        texts.addBroken(event.edits, json, content);
        events.add(event);
    }

    private void redact(Channel channel) {
        List<Edit> hits = texts.strings().edits(channel.text.toString(), channel.at());
        int first = 0;
        for (Part part : channel.parts) {
            int end = part.start + part.value.text().length();
            while (first < hits.size() && hits.get(first).end() <= part.start) {
                first++;
            }
            List<Edit> edits = new ArrayList<>();
            for (int i = first; i < hits.size() && hits.get(i).start() < end; i++) {
                Edit hit = hits.get(i);
                int from = Math.max(hit.start(), part.start) - part.start;
                int to = Math.min(hit.end(), end) - part.start;
                edits.add(new Edit(from, to, hit.start() >= part.start ? hit.replacement() : ""));
            }
            if (!edits.isEmpty()) {
                part.event.edits.add(TextRedaction.quoted(part.value, Edit.apply(part.value.text(), edits)));
            }
        }
    }
}
