package io.github.openrouterproxy.recorder.redaction;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where patterns hit a text: the whole match, or only its groups when the pattern has some. Any thread. */
final class Hits {
    /** @param end exclusive */
    record Range(int start, int end) {}

    private Hits() {}

    /** In order, none overlapping another. */
    static List<Range> of(List<Pattern> patterns, String text) {
        List<Range> found = new ArrayList<>();
        for (Pattern pattern : patterns) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                add(found, matcher);
            }
        }
        return found.size() < 2 ? found : merged(found);
    }

    private static void add(List<Range> found, Matcher matcher) {
        for (int group = Math.min(1, matcher.groupCount()); group <= matcher.groupCount(); group++) {
            if (matcher.start(group) < matcher.end(group)) {
                found.add(new Range(matcher.start(group), matcher.end(group)));
            }
        }
    }

    private static List<Range> merged(List<Range> found) {
        found.sort(Comparator.comparingInt(Range::start));
        List<Range> merged = new ArrayList<>();
        Range last = found.get(0);
        for (Range next : found) {
            if (next.start < last.end) {
                last = new Range(last.start, Math.max(last.end, next.end));
            } else {
                merged.add(last);
                last = next;
            }
        }
        merged.add(last);
        return merged;
    }
}
