package io.github.openrouterproxy.recorder.redaction;

import io.github.openrouterproxy.exchange.Credential;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts what may be shown of a key in its place where a body quotes it: the call's own key, and those that are sought in
 * every call. Where an answer refuses or issues keys, whatever has the shape of one. Confined to one call.
 */
final class QuotedKeys {
    /** None is sought. */
    static final QuotedKeys NONE = new QuotedKeys(List.of(), null, UnaryOperator.identity());

    private static final int SHORTEST = 8;
    private static final int WINDOW = 256 * 1024;
    /** Of OpenRouter, OpenAI, Anthropic and those who write theirs alike; and what a browser is given for a while. */
    private static final Pattern SHAPE = Pattern.compile("(?<![\\w-])(?:sk-|ek_)(?=[\\w-]*\\d)[\\w-]{20,}");

    private final List<String> sought;
    private final UnaryOperator<String> mask;
    private final int longest;

    /**
     * @param always {@link #fitToBeSought} in every call
     * @param mask what is shown of a key; without characters that JSON would escape
     */
    QuotedKeys(List<String> always, @Nullable Credential own, UnaryOperator<String> mask) {
        this.sought = own == null || always.contains(own.value()) ? always : with(own.value(), always);
        this.mask = mask;
        this.longest = sought.isEmpty() ? 0 : sought.get(0).length();
    }

    /** The longest first, since one may be the beginning of another. */
    static List<String> fitToBeSought(List<Credential> keys) {
        return keys.stream()
                .map(Credential::value)
                .distinct()
                .filter(QuotedKeys::isFit)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static List<String> with(String own, List<String> always) {
        if (!isFit(own) || isWord(own)) {
            return always;
        }
        List<String> keys = new ArrayList<>(always);
        keys.add(own);
        keys.sort(Comparator.comparingInt(String::length).reversed());
        return keys;
    }

    private static boolean isFit(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) <= ' ' || key.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return key.length() >= SHORTEST;
    }

    /** Such as {@code not-needed}, which some programs send for a key, and which stands in texts too. */
    private static boolean isWord(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (Character.isDigit(key.charAt(i))) {
                return false;
            }
        }
        return !key.startsWith("sk-");
    }

    /**
     * @param cut whether a key may have been cut off at the end
     * @param ofKeys whether it is an answer that refuses or issues keys
     * @return the same when there is none
     */
    byte[] in(byte[] body, boolean cut, boolean ofKeys) {
        boolean shapes = ofKeys && this != NONE;
        int beginning = cut ? beginningAtTheEnd(body) : 0;
        if (beginning == 0 && !holdsOne(body) && !shapes) {
            return body;
        }
        String text = new String(body, 0, body.length - beginning, StandardCharsets.ISO_8859_1);
        String shown = text;
        for (String key : sought) {
            shown = shown.replace(key, shown(key));
        }
        if (shapes && (shown.contains("sk-") || shown.contains("ek_"))) {
            shown = SHAPE.matcher(shown).replaceAll(found -> Matcher.quoteReplacement(shown(found.group())));
        }
        return beginning == 0 && shown.equals(text) ? body : shown.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** As bytes of UTF-8 read one by one, like the body. */
    private String shown(String key) {
        return new String(mask.apply(key).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** In windows, since bodies are large; strings are searched many times as fast as bytes. */
    private boolean holdsOne(byte[] body) {
        for (int from = 0; from < body.length && !sought.isEmpty(); from += WINDOW) {
            int length = Math.min(body.length - from, WINDOW + longest);
            String window = new String(body, from, length, StandardCharsets.ISO_8859_1);
            for (String key : sought) {
                if (window.contains(key)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** How many of the last bytes are the beginning of a key. */
    private int beginningAtTheEnd(byte[] body) {
        int window = Math.min(body.length, longest);
        String end = new String(body, body.length - window, window, StandardCharsets.ISO_8859_1);
        for (int length = window; length >= SHORTEST; length--) {
            String last = end.substring(window - length);
            for (String key : sought) {
                if (key.length() > length && key.startsWith(last)) {
                    return length;
                }
            }
        }
        return 0;
    }
}
