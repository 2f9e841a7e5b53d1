package io.github.openrouterproxy.recorder.redaction.keys;

import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts something else in the place of keys, and of a whole one where another is a part of it. Any thread. */
final class KeysInText {
    private static final int NONE = Integer.MAX_VALUE;

    private KeysInText() {}

    /**
     * All at once, since what stands for one key may be what another is.
     *
     * @param keys that are known, the longest first
     * @param shapes whether what has the shape of a key is taken for one, too
     */
    static String masked(String text, List<String> keys, boolean shapes, UnaryOperator<String> mask) {
        List<String> there = keys.stream().filter(text::contains).toList();
        // Most texts hold none.
        if (there.isEmpty() && !(shapes && KeyShape.mayBeIn(text))) {
            return text;
        }
        Matches known = new Matches(known(there, text));
        Matches shaped = new Matches(shapes ? KeyShape.in(text) : Stream.empty());
        StringBuilder masked = new StringBuilder(text.length());
        int done = 0;
        for (Matches first = earlier(known, shaped); first.start < NONE; first = earlier(known, shaped)) {
            int start = first.start;
            int end = first.end;
            first.next();
            for (first = earlier(known, shaped); first.start < end; first = earlier(known, shaped)) {
                end = Math.max(end, first.end);
                first.next();
            }
            masked.append(text, done, start).append(mask.apply(text.substring(start, end)));
            done = end;
        }
        return masked.append(text, done, text.length()).toString();
    }

    private static Matches earlier(Matches one, Matches other) {
        return one.start <= other.start ? one : other;
    }

    /** One after the other: a large text may be full of them. */
    private static final class Matches {
        private final Iterator<MatchResult> all;
        private int start;
        private int end;

        Matches(Stream<MatchResult> all) {
            this.all = all.iterator();
            next();
        }

        private void next() {
            if (all.hasNext()) {
                MatchResult found = all.next();
                start = found.start();
                end = found.end();
            } else {
                start = NONE;
            }
        }
    }

    private static Stream<MatchResult> known(List<String> keys, String text) {
        return keys.isEmpty()
                ? Stream.empty()
                : Pattern.compile(keys.stream().map(Pattern::quote).collect(Collectors.joining("|")))
                        .matcher(text)
                        .results();
    }
}
