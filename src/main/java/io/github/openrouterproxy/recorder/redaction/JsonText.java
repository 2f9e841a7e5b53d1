package io.github.openrouterproxy.recorder.redaction;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.openrouterproxy.openai.plain.ForeignJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of a JSON text and where they stand in it, so that single ones can be replaced and all else stays as it
 * was written. A text that breaks off or is none gives its values up to there.
 *
 * @param broken where it stops being JSON; -1 when it does not
 * @param brokenWithin whether that is inside of it, behind a name, rather than behind a whole value
 */
record JsonText(List<Value> values, int broken, boolean brokenWithin) {
    private static final long[] NOWHERE = {};

    /** What tells apart texts that are streamed side by side. */
    private static final Set<String> DISCRIMINATORS =
            Set.of("index", "output_index", "content_index", "summary_index", "type");

    /** What is longer tells nothing apart, and may be as long as the body. */
    private static final int LONGEST_MARK = 64;

    /**
     * @param start of the value as it is written, quotes included
     * @param text with escapes undone; empty for what is hidden whole
     * @param hidden whether a path names it
     * @param at how far each path has come there
     */
    record Value(int start, int end, String text, boolean hidden, Frame in, String name, long[] at) {
        /** The same for all pieces of one streamed text; to be asked once the text around it is read. */
        Place channel(Place.Numbers places) {
            return new Place(in.place(places), name, "");
        }
    }

    static JsonText of(String text, List<JsonPath> hidden) {
        return of(text, hidden, hidden.stream().mapToLong(JsonPath::start).toArray());
    }

    /** @param at how far each path has come in front of it */
    static JsonText of(String text, List<JsonPath> hidden, long[] at) {
        Walk walk = new Walk(text, hidden, at);
        try (JsonParser parser = ForeignJson.FACTORY.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                walk.token(parser, token);
            }
            return new JsonText(walk.values, walk.frame.parent == null ? -1 : walk.done, walk.isWithin());
        } catch (IOException e) {
            return new JsonText(walk.values, walk.done, walk.isWithin());
        }
    }

    static boolean looksLikeJson(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > ' ') {
                return c == '{' || c == '[' || c == '"';
            }
        }
        return false;
    }

    /** An object or array, open while it is walked. */
    private static final class Frame {
        private final @Nullable Frame parent;
        private final boolean array;
        private final String at;
        private final long[] paths;
        private @Nullable SortedMap<String, String> marks;
        private @Nullable Integer place;
        private String name = "";
        private int position = -1;

        /** @param paths how far each has come at this place */
        Frame(@Nullable Frame parent, boolean array, long[] paths) {
            this.parent = parent;
            this.array = array;
            this.at = parent == null || parent.array ? "" : parent.name;
            this.paths = paths;
        }

        /** Of marks that come again the last counts. */
        void mark(String text) {
            SortedMap<String, String> known = marks == null ? new TreeMap<>() : marks;
            known.put(name, text.length() > LONGEST_MARK ? text.substring(0, LONGEST_MARK) : text);
            marks = known;
        }

        /** Once all marks are known. */
        int place(Place.Numbers places) {
            Integer known = place;
            if (known == null) {
                int above = parent == null ? Place.ROOT : parent.place(places);
                known = places.of(new Place(above, at, marks == null ? "" : marks.toString()));
                place = known;
            }
            return known;
        }

        Object here() {
            return array ? Integer.valueOf(position) : name;
        }
    }

    private static final class Walk {
        private final String source;
        private final List<JsonPath> hidden;
        private final List<Value> values = new ArrayList<>();
        private Frame frame;
        /** So far all is well. */
        private int done;

        private boolean hasNames;

        Walk(String source, List<JsonPath> hidden, long[] at) {
            this.source = source;
            this.hidden = hidden;
            this.frame = new Frame(null, false, at);
        }

        boolean isWithin() {
            return hasNames && frame.parent != null;
        }

        void token(JsonParser parser, JsonToken token) throws IOException {
            int start = (int) parser.currentTokenLocation().getCharOffset();
            if (token == JsonToken.FIELD_NAME) {
                frame.name = parser.currentName();
                done = afterString(start);
                hasNames = true;
                values.add(new Value(start, done, frame.name, false, frame, "", NOWHERE));
            } else if (token.isStructEnd()) {
                done = start + 1;
                frame = frame.parent == null ? frame : frame.parent;
            } else {
                value(parser, token, start);
            }
        }

        private void value(JsonParser parser, JsonToken token, int start) throws IOException {
            frame.position += frame.array ? 1 : 0;
            long[] paths = frame.parent == null ? frame.paths : below(frame);
            boolean hide = isNamed(paths);
            if (token.isStructStart() && !hide) {
                frame = new Frame(frame, token == JsonToken.START_ARRAY, paths);
                done = start + 1;
                return;
            }
            if (token.isStructStart()) {
                parser.skipChildren();
                done = (int) parser.currentLocation().getCharOffset();
                values.add(new Value(start, done, "", true, frame, frame.name, NOWHERE));
            } else {
                String text = parser.getText();
                done = token == JsonToken.VALUE_STRING ? afterString(start) : start + parser.getTextLength();
                values.add(new Value(start, done, text, hide, frame, frame.name, paths));
                if (DISCRIMINATORS.contains(frame.name)) {
                    frame.mark(text);
                }
            }
        }

        private long[] below(Frame parent) {
            if (parent.paths.length == 0) {
                return parent.paths;
            }
            Object here = parent.here();
            long[] paths = new long[parent.paths.length];
            for (int i = 0; i < paths.length; i++) {
                paths[i] = hidden.get(i).below(parent.paths[i], here);
            }
            return paths;
        }

        private boolean isNamed(long[] paths) {
            for (int i = 0; i < paths.length; i++) {
                if (hidden.get(i).names(paths[i])) {
                    return true;
                }
            }
            return false;
        }

        /** @param quote where a string opens that the parser found whole */
        private int afterString(int quote) {
            int i = quote + 1;
            while (source.charAt(i) != '"') {
                i += source.charAt(i) == '\\' ? 2 : 1;
            }
            return i + 1;
        }
    }
}
