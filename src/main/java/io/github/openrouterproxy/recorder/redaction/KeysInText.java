package io.github.openrouterproxy.recorder.redaction;

import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts something else in the place of keys, and of a whole one where another is a part of it. Any thread. */
final class KeysInText {
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
        List<MatchResult> found = Stream.concat(known(there, text), shapes ? KeyShape.in(text) : Stream.empty())
                .sorted(Comparator.comparing(MatchResult::start))
                .toList();
        StringBuilder masked = new StringBuilder(text.length());
        int done = 0;
        for (int i = 0; i < found.size(); ) {
            int start = found.get(i).start();
            int end = found.get(i).end();
            for (i++; i < found.size() && found.get(i).start() < end; i++) {
                end = Math.max(end, found.get(i).end());
            }
            masked.append(text, done, start).append(mask.apply(text.substring(start, end)));
            done = end;
        }
        return masked.append(text, done, text.length()).toString();
    }

    private static Stream<MatchResult> known(List<String> keys, String text) {
        return keys.isEmpty()
                ? Stream.empty()
                : Pattern.compile(keys.stream().map(Pattern::quote).collect(Collectors.joining("|")))
                        .matcher(text)
                        .results();
    }
}
