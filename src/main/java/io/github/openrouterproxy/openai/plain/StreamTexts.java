package io.github.openrouterproxy.openai.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All strings of a stream's events, whatever its format: what is said at the same place of events of the same kind is
 * put together, so that a word split over two of them is one; what all of them repeat is there once, unless it is known
 * to be said piece by piece. Confined to its caller.
 */
public final class StreamTexts {
    private static final ObjectReader VALUES = JsonMapper.builder().build().readerFor(JsonNode.class);
    /** They tell what is apart, although it stands at the same place of its event. */
    private static final List<String> PLACES =
            List.of("index", "output_index", "content_index", "summary_index", "annotation_index");
    /** Random letters that hide how long a piece is. */
    private static final Set<String> NO_TEXT = Set.of("obfuscation");

    /** Names of what is said piece by piece: "ha" three times is "hahaha", and no label of each event. */
    private static final Set<String> PIECEWISE = Set.of(
            "content",
            "text",
            "delta",
            "thinking",
            "reasoning",
            "reasoning_content",
            "refusal",
            "transcript",
            "arguments",
            "partial_json");

    private static final int MOST_PLACES = 20_000;

    /** Its parts are the kinds of events. */
    private final Place all = new Place(false);

    private final Place elsewhere = new Place(false);
    private int places;

    /** Whether a body that is no event stream is one JSON value after the other, each a line or in a list. */
    public static boolean isManyValues(String body) {
        int start = nextOf(body, 0);
        if (start < body.length() && body.charAt(start) == '[') {
            return charAt(body, nextOf(body, start + 1)) == '{';
        }
        int end = body.indexOf('\n', start);
        return charAt(body, start) == '{'
                && end > 0
                && body.substring(start, end).stripTrailing().endsWith("}")
                && charAt(body, nextOf(body, end)) == '{';
    }

    /** Takes the values of such a body, as far as they are JSON. */
    public void values(String body) {
        try (MappingIterator<JsonNode> values = VALUES.readValues(body)) {
            while (values.hasNextValue()) {
                event("", values.nextValue());
            }
        } catch (IOException e) {
            // cut: what was read before holds
            return;
        }
    }

    /** @param name of the event */
    public void event(String name, JsonNode data) {
        StringBuilder kind = new StringBuilder(data.path("type").asText(name));
        for (String place : PLACES) {
            kind.append(' ').append(data.path(place).asText(""));
        }
        take(part(all, kind.toString()), data);
    }

    /** An event whose data is no JSON. */
    public void text(String name, String data) {
        part(all, name).say(data);
    }

    public void addTo(Collection<String> texts) {
        all.addTo(texts);
        elsewhere.addTo(texts);
    }

    private void take(Place place, JsonNode node) {
        if (node.isTextual()) {
            place.say(node.textValue());
        } else if (node.isArray()) {
            int position = 0;
            for (JsonNode element : node) {
                JsonNode index = element.path("index");
                take(part(place, index.canConvertToInt() ? index.intValue() : position), element);
                position++;
            }
        } else {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if ((field.getValue().isTextual() || field.getValue().isContainerNode())
                        && !NO_TEXT.contains(field.getKey())) {
                    take(part(place, field.getKey()), field.getValue());
                }
            }
        }
    }

    private Place part(Place place, Object name) {
        Place known = place.parts.get(name);
        if (known != null || ++places > MOST_PLACES) {
            return known == null ? elsewhere : known;
        }
        Place added = new Place(PIECEWISE.contains(name));
        place.parts.put(name, added);
        return added;
    }

    private static int nextOf(String body, int from) {
        int i = from;
        while (i < body.length() && (body.charAt(i) <= ' ' || body.charAt(i) == '\uFEFF')) {
            i++;
        }
        return i;
    }

    private static char charAt(String body, int at) {
        return at < body.length() ? body.charAt(at) : ' ';
    }

    /** A place of an event, and all that was said there so far. */
    private static final class Place {
        private final Map<Object, Place> parts = new LinkedHashMap<>(4);
        private final boolean piecewise;
        private @Nullable String repeated;
        private int times;
        private @Nullable StringBuilder together;

        Place(boolean piecewise) {
            this.piecewise = piecewise;
        }

        private void say(String text) {
            if (together == null && (piecewise || (repeated != null && !repeated.equals(text)))) {
                together = new StringBuilder();
                for (int i = 0; i < times; i++) {
                    together.append(repeated);
                }
            }
            if (together == null) {
                repeated = text;
                times++;
            } else {
                together.append(text);
            }
        }

        private void addTo(Collection<String> texts) {
            if (together != null) {
                texts.addAll(PlainJson.said(together.toString()));
            } else if (repeated != null) {
                texts.addAll(PlainJson.said(repeated));
            }
            parts.values().forEach(part -> part.addTo(texts));
        }
    }
}
