package io.github.openrouterproxy.recorder.redaction;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.openrouterproxy.recorder.redaction.Hits.Range;
import io.github.openrouterproxy.recorder.redaction.JsonText.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What goes of the text of a JSON string: what patterns find in it as it reads and, where it is JSON itself, such as
 * the arguments of a tool call, what paths name there and what patterns find behind the escapes of its own strings.
 * Any thread.
 */
final class StringRedaction {
    /** Each level has twice the backslashes of the one around it, so that there are not many. */
    private static final int DEEPEST = 8;

    private static final int LONGEST_ESCAPE = 6;

    private static final String QUOTED_MARK = '"' + TextRedaction.MARK + '"';

    private final RedactionRules rules;

    StringRedaction(RedactionRules rules) {
        this.rules = rules;
    }

    /**
     * @param at how far each path has come where the string stands: it goes on inside
     * @return in order, none overlapping another
     */
    List<Edit> edits(String text, long[] at) {
        return edits(text, at, DEEPEST);
    }

    private List<Edit> edits(String text, long[] at, int levels) {
        List<Edit> edits = new ArrayList<>();
        boolean json = JsonText.looksLikeJson(text);
        if (json && levels > 0) {
            addInner(edits, text, at, levels - 1);
        }
        for (Range hit : Hits.of(rules.patterns(), text)) {
            int start = json ? startOfEscape(text, hit.start()) : hit.start();
            int end = json ? endOfEscape(text, hit.end()) : hit.end();
            edits.add(new Edit(start, end, TextRedaction.MARK));
        }
        return edits.size() < 2 ? edits : merged(edits);
    }

    private void addInner(List<Edit> edits, String text, long[] at, int levels) {
        JsonText json = JsonText.of(text, rules.paths(), at);
        for (Value value : json.values()) {
            if (value.hidden()) {
                edits.add(new Edit(value.start(), value.end(), QUOTED_MARK));
            } else if (text.charAt(value.start()) == '"') {
                addString(edits, text, value, levels);
            } else if (!Hits.of(rules.patterns(), value.text()).isEmpty()) {
                edits.add(new Edit(value.start(), value.end(), QUOTED_MARK));
            }
        }
        // Words that only begin like JSON stay; of an object that breaks off, no path can tell what comes behind.
        if (json.broken() >= 0 && json.brokenWithin() && isAlive(at)) {
            edits.add(new Edit(json.broken(), text.length(), TextRedaction.MARK));
        } else if (json.broken() >= 0 && text.indexOf('\\', json.broken()) >= 0) {
            Unescaped rest = Unescaped.of(text, json.broken());
            for (Range hit : Hits.of(rules.patterns(), rest.text())) {
                edits.add(new Edit(rest.origin(hit.start()), rest.origin(hit.end()), TextRedaction.MARK));
            }
        }
    }

    private void addString(List<Edit> edits, String text, Value value, int levels) {
        List<Edit> inside = edits(value.text(), value.at(), levels);
        if (inside.isEmpty()) {
            return;
        }
        Unescaped string = Unescaped.of(text.substring(value.start() + 1, value.end() - 1), 0);
        if (!string.text().equals(value.text())) {
            edits.add(new Edit(value.start(), value.end(), QUOTED_MARK));
            return;
        }
        int start = value.start() + 1;
        for (Edit edit : inside) {
            edits.add(new Edit(
                    start + string.origin(edit.start()),
                    start + string.origin(edit.end()),
                    String.valueOf(JsonStringEncoder.getInstance().quoteAsString(edit.replacement()))));
        }
    }

    /** Half of an escape would spoil the JSON that the text is. */
    private static int startOfEscape(String text, int at) {
        for (int start = at - 1; start >= Math.max(0, at - LONGEST_ESCAPE + 1); start--) {
            if (text.charAt(start) == '\\') {
                return at < start + lengthOfEscape(text, start) && isEscape(text, start) ? start : at;
            }
        }
        return at;
    }

    private static int endOfEscape(String text, int at) {
        int start = startOfEscape(text, at);
        return start == at ? at : Math.min(text.length(), start + lengthOfEscape(text, start));
    }

    private static int lengthOfEscape(String text, int at) {
        return text.startsWith("\\u", at) ? LONGEST_ESCAPE : 2;
    }

    /** Of several backslashes in a row each other one is what the one before it stands for. */
    private static boolean isEscape(String text, int at) {
        int first = at;
        while (first > 0 && text.charAt(first - 1) == '\\') {
            first--;
        }
        return (at - first) % 2 == 0;
    }

    private static boolean isAlive(long[] at) {
        return Arrays.stream(at).anyMatch(path -> path != 0);
    }

    /** What takes out a whole value stands for all that lies in it. */
    private static List<Edit> merged(List<Edit> edits) {
        edits.sort(Comparator.comparingInt(Edit::start).thenComparingInt(edit -> -edit.end()));
        List<Edit> merged = new ArrayList<>();
        Edit last = edits.get(0);
        for (Edit next : edits) {
            if (next.start() >= last.end()) {
                merged.add(last);
                last = next;
            } else if (next.end() > last.end()) {
                last = new Edit(last.start(), next.end(), TextRedaction.MARK);
            }
        }
        merged.add(last);
        return merged;
    }
}
