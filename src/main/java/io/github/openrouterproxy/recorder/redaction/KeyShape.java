package io.github.openrouterproxy.recorder.redaction;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How keys of OpenRouter, OpenAI, Anthropic and those who write theirs alike look, and what a browser is given for a
 * while. Any thread.
 */
final class KeyShape {
    /** In an address it may stand behind what is encoded, in JSON behind an escape. */
    private static final Pattern KEY = Pattern.compile(
            "(?:(?<![\\w-])|(?<=%[0-9A-Fa-f]{2}|\\\\u[0-9A-Fa-f]{4}|\\\\[bfnrt]))(?:sk-|ek_)(?=[\\w-]*\\d)[\\w-]{20,}");

    private KeyShape() {}

    static String masked(String text, UnaryOperator<String> mask) {
        // Most texts hold none.
        return text.contains("sk-") || text.contains("ek_")
                ? KEY.matcher(text).replaceAll(found -> Matcher.quoteReplacement(mask.apply(found.group())))
                : text;
    }
}
