package io.github.openrouterproxy.recorder.redaction.keys;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How keys of OpenRouter, OpenAI, Anthropic and those who write theirs alike look, and what a browser is given for a
 * while. Any thread.
 */
final class KeyShape {
    /** In an address it may stand behind what is encoded, in JSON behind an escape. */
    private static final Pattern KEY = Pattern.compile(
            "(?:(?<![\\w-])|(?<=%[0-9A-Fa-f]{2}|\\\\u[0-9A-Fa-f]{4}|\\\\[bfnrt]))(?:sk-|ek_)(?=[\\w-]*\\d)[\\w-]{20,}");

    private KeyShape() {}

    /** Whether it is worth looking for one. */
    static boolean mayBeIn(String text) {
        return text.contains("sk-") || text.contains("ek_");
    }

    static Stream<MatchResult> in(String text) {
        return mayBeIn(text) ? KEY.matcher(text).results() : Stream.empty();
    }
}
