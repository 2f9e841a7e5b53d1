package io.github.openrouterproxy.recorder.redaction;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of JSONPath (RFC 9535) that names places: {@code $.user}, {@code $.messages[*].content},
 * {@code $..password}, {@code $['odd name'][0]}. No filters, slices or unions. Any thread.
 */
final class JsonPath {
    private static final Pattern STEP =
            Pattern.compile("(\\.\\.|\\.)?(?:([^\\s.\\[\\]'\"*]+)|\\*|\\['([^']+)'\\]|\\[(\\d{1,9})\\]|(\\[\\*\\]))");
    private static final int DOTS = 1;
    private static final int NAME = 2;
    private static final int QUOTED = 3;
    private static final int INDEX = 4;
    private static final int ANY_ELEMENT = 5;
    private static final int MOST_STEPS = 60;

    /** @param wanted a name, a position, or {@link #ANYTHING} */
    private record Step(boolean atAnyDepth, Object wanted) {}

    private static final Object ANYTHING = new Object();

    private final List<Step> steps;

    private JsonPath(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** @throws IllegalArgumentException if it is none, or one of a kind that is not understood */
    static JsonPath of(String text) {
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int at = 1;
        while (text.startsWith("$") && at < text.length() && matcher.find(at) && matcher.start() == at) {
            steps.add(step(matcher));
            at = matcher.end();
        }
        if (steps.isEmpty() || at != text.length() || steps.size() > MOST_STEPS) {
            throw new IllegalArgumentException(
                    "not a path such as $.user, $.messages[*].content, $..password or $['odd name'][0]");
        }
        return new JsonPath(steps);
    }

    /** How far the root has come: a bit for each step that may come next. */
    long start() {
        return 1;
    }

    /**
     * @param at how far the parent has come
     * @param here name or position of the child
     */
    long below(long at, Object here) {
        long next = 0;
        for (int i = 0; i < steps.size(); i++) {
            long bit = 1L << i;
            if ((at & bit) != 0) {
                Step step = steps.get(i);
                next |= step.atAnyDepth ? bit : 0;
                next |= step.wanted == ANYTHING || step.wanted.equals(here) ? bit << 1 : 0;
            }
        }
        return next;
    }

    /** Whether what has come so far is what the path names. */
    boolean names(long at) {
        return (at & (1L << steps.size())) != 0;
    }

    private static Step step(Matcher matcher) {
        String dots = matcher.group(DOTS);
        String name = matcher.group(NAME);
        String quoted = matcher.group(QUOTED);
        String index = matcher.group(INDEX);
        boolean bracket = quoted != null || index != null || matcher.group(ANY_ELEMENT) != null;
        boolean dotted = dots != null;
        if (dotted == bracket && !"..".equals(dots)) {
            throw new IllegalArgumentException("a step is .name or [...]");
        }
        Object wanted = ANYTHING;
        if (name != null || quoted != null) {
            wanted = name != null ? name : quoted;
        } else if (index != null) {
            wanted = Integer.valueOf(index);
        }
        return new Step("..".equals(dots), wanted);
    }
}
