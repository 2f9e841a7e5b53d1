package io.github.openrouterproxy.openai.plain;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All strings of a stream's events, whatever its format: what is said at the same place of events of the same kind is
 * put together, so that a word split over two of them is one; what all of them repeat is there once, unless it is known
 * to be said piece by piece. Confined to its caller.
 */
public final class StreamTexts {
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
        try (JsonParser ahead = ForeignJson.FACTORY.createParser(body);
                JsonParser json = ForeignJson.FACTORY.createParser(body)) {
            if (ahead.nextToken() == JsonToken.START_ARRAY) {
                ahead.nextToken();
                json.nextToken();
            }
            while (ahead.currentToken() != null && ahead.currentToken() != JsonToken.END_ARRAY) {
                EventOutline outline = EventOutline.read(ahead);
                json.nextToken();
                take(part(all, outline.kind("")), json, outline);
                ahead.nextToken();
            }
        } catch (IOException e) {
            // cut: what was read before holds
            return;
        }
    }

    /**
     * @param name of the event
     * @param data JSON, or else a text
     * @return whether it bears an error
     */
    public boolean event(String name, String data) {
        EventOutline outline = outline(data);
        if (outline == null) {
            part(all, name).say(data);
            return false;
        }
        try (JsonParser json = ForeignJson.FACTORY.createParser(data)) {
            json.nextToken();
            take(part(all, outline.kind(name)), json, outline);
        } catch (IOException e) {
            // a string that is longer than the parser gives
            part(all, name).say(data);
        }
        return outline.hasError();
    }

    private static @Nullable EventOutline outline(String data) {
        try (JsonParser json = ForeignJson.FACTORY.createParser(data)) {
            return json.nextToken() == null ? null : EventOutline.read(json);
        } catch (IOException e) {
            return null;
        }
    }

    public void addTo(Collection<String> texts) {
        all.addTo(texts);
        elsewhere.addTo(texts);
    }

    private void take(Place place, JsonParser json, EventOutline outline) throws IOException {
        JsonToken first = json.currentToken();
        if (first == JsonToken.VALUE_STRING) {
            place.say(json.getText());
        } else if (first == JsonToken.START_ARRAY) {
            int position = 0;
            for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                int index = token == JsonToken.START_OBJECT ? outline.nextIndex(position) : position;
                take(part(place, index), json, outline);
                position++;
            }
        } else if (first == JsonToken.START_OBJECT) {
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_STRING && NO_TEXT.contains(name)) {
                    continue;
                }
                if (value == JsonToken.VALUE_STRING || value.isStructStart()) {
                    take(part(place, name), json, outline);
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
