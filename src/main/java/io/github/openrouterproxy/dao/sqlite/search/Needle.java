package io.github.openrouterproxy.dao.sqlite.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A text that is looked for.
 *
 * @param folded the text itself
 * @param tokens its runs of three characters, or, of a shorter text, all of it
 * @param shorter whether the index has longer tokens only, which begin with it
 * @param certain whether all that has these tokens has the text, so that nobody need look
 */
record Needle(String folded, List<String> tokens, boolean shorter, boolean certain) {
    private static final int RUN = 3;

    static Needle of(String text) {
        String folded = Folding.fold(text);
        int[] points = folded.codePoints().toArray();
        int[] inToken = folded.codePoints().map(Trigrams::inToken).toArray();
        boolean plain = folded.codePoints().allMatch(Character::isLetterOrDigit);
        if (points.length < RUN) {
            return new Needle(folded, List.of(new String(inToken, 0, inToken.length)), true, plain);
        }
        Set<String> tokens = new LinkedHashSet<>();
        for (int i = 0; i + RUN <= inToken.length; i++) {
            tokens.add(new String(inToken, i, RUN));
        }
        return new Needle(folded, List.copyOf(tokens), false, plain && points.length == RUN);
    }

    /** Whether to ask the index, which puts all that begins with it together, would be longer than to look. */
    boolean isInNearlyAll() {
        return folded.length() == 1 && folded.charAt(0) < 0x80 && certain;
    }

    boolean isIn(List<String> texts) {
        for (String text : texts) {
            if (Folding.fold(text).contains(folded)) {
                return true;
            }
        }
        return false;
    }

    /** In the language of FTS5. */
    String query(List<String> chosen) {
        List<String> quoted = new ArrayList<>();
        chosen.forEach(token -> quoted.add('"' + token + '"' + (shorter ? " *" : "")));
        return String.join(" AND ", quoted);
    }
}
