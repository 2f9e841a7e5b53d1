package io.github.openrouterproxy.openai.plain;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of a JSON value before its strings are taken one by one: of which kind it is, and which number
 * each object in a list gives itself. A tree would take hundreds of times the memory of a text such as
 * <code>[{},{},…]</code>. Confined to its caller.
 */
final class EventOutline {
    /** They tell what is apart, although it stands at the same place of its event. */
    private static final List<String> PLACES =
            List.of("index", "output_index", "content_index", "summary_index", "annotation_index");

    private static final int NONE = Integer.MIN_VALUE;
    private static final int FIRST_CAPACITY = 16;

    private final String[] places = new String[PLACES.size()];
    private @Nullable String type;
    private boolean error;
    /** Of the objects in lists, in the order in which they begin. */
    private int[] indexes = new int[FIRST_CAPACITY];

    private int objects;
    private int next;

    private EventOutline() {
        Arrays.fill(places, "");
    }

    /**
     * Reads on to the value's end, and all of its strings, so that whoever reads them again meets nothing unreadable.
     *
     * @param json at the value's first token
     */
    static EventOutline read(JsonParser json) throws IOException {
        EventOutline outline = new EventOutline();
        outline.take(json, json.currentToken(), true, NONE);
        return outline;
    }

    /** @param name of the event */
    String kind(String name) {
        return (type == null ? name : type) + ' ' + String.join(" ", places);
    }

    boolean hasError() {
        return error;
    }

    /** What the next object in a list calls its index, else its position. */
    int nextIndex(int position) {
        int index = indexes[next++];
        return index == NONE ? position : index;
    }

    /** @param object which of those in lists it is, if it is one */
    private void take(JsonParser json, JsonToken first, boolean outermost, int object) throws IOException {
        json.finishToken();
        if (first == JsonToken.START_ARRAY) {
            for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                if (token == null) {
                    throw new EOFException("a list without its end");
                }
                take(json, token, false, token == JsonToken.START_OBJECT ? add() : NONE);
            }
        } else if (first == JsonToken.START_OBJECT) {
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (outermost) {
                    tell(name, json, value);
                }
                if (object != NONE && name.equals("index")) {
                    indexes[object] = number(json, value);
                }
                take(json, value, false, NONE);
            }
            if (json.currentToken() != JsonToken.END_OBJECT) {
                throw new EOFException("an object without its end");
            }
        }
    }

    private int add() {
        if (objects == indexes.length) {
            indexes = Arrays.copyOf(indexes, objects * 2);
        }
        indexes[objects] = NONE;
        return objects++;
    }

    private void tell(String name, JsonParser json, JsonToken value) throws IOException {
        error |= name.equals("error");
        String text = value.isStructStart() || value == JsonToken.VALUE_NULL ? null : json.getText();
        if (name.equals("type")) {
            type = value.isStructStart() ? "" : text;
        } else if (PLACES.contains(name)) {
            places[PLACES.indexOf(name)] = text == null ? "" : text;
        }
    }

    private static int number(JsonParser json, JsonToken value) throws IOException {
        double number = value.isNumeric() ? json.getDoubleValue() : Double.NaN;
        return number > Integer.MIN_VALUE && number <= Integer.MAX_VALUE ? (int) number : NONE;
    }
}
