package io.github.openrouterproxy.recorder.redaction;

import java.util.Comparator;
import java.util.List;

/** A stretch of a text, and what comes in its place. */
record Edit(int start, int end, String replacement) {
    /** @param edits none overlapping another; sorted here */
    static String apply(String text, List<Edit> edits) {
        if (edits.isEmpty()) {
            return text;
        }
        edits.sort(Comparator.comparingInt(Edit::start));
        StringBuilder edited = new StringBuilder(text.length());
        int done = 0;
        for (Edit edit : edits) {
            edited.append(text, done, edit.start).append(edit.replacement);
            done = edit.end;
        }
        return edited.append(text, done, text.length()).toString();
    }
}
