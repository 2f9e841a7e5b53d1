package io.github.openrouterproxy.recorder.redaction.keys;

import io.github.openrouterproxy.exchange.Credential;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Puts what may be shown of a key in its place where a body quotes it: the call's own keys; and where an answer refuses
 * or issues keys, whatever has the shape of one. Nobody else's is sought: the record would tell whoever guesses that it
 * was right. Confined to one call.
 */
public final class QuotedKeys {
    /** None is sought. */
    public static final QuotedKeys NONE = new QuotedKeys(List.of(), UnaryOperator.identity());

    /** Shorter ones, and words, stand in texts too. */
    private static final int SHORTEST = 16;

    /** Whoever looks for a longer one, or for one that repeats itself, in a body made for that looks for minutes. */
    private static final int LONGEST = 512;

    private static final int SHORTEST_PERIOD = 8;
    private static final Pattern KEY = Pattern.compile("[\\w.~+/=:-]{" + SHORTEST + "," + LONGEST + "}");

    private static final int SHORTEST_BEGINNING = 8;
    /** Each costs a search of the whole body, and a head has room for hundreds. */
    private static final int MOST = 8;

    private static final int WINDOW = 256 * 1024;

    /** The longest first, since another may be a part of it. */
    private final List<String> own;

    private final UnaryOperator<String> mask;

    /**
     * @param own the keys that the call bore, of which the first few are sought
     * @param mask what is shown of a key; without characters that JSON would escape
     */
    public QuotedKeys(Collection<Credential> own, UnaryOperator<String> mask) {
        this.own = sought(own);
        this.mask = mask;
    }

    /** Of keys that a call bore those that are sought, the longest first. */
    static List<String> sought(Collection<Credential> keys) {
        return keys.stream()
                .map(Credential::value)
                .filter(QuotedKeys::isSought)
                .limit(MOST)
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    /** Programs send words like {@code not-needed} for a key where none is asked for, and numbers. */
    private static boolean isSought(String key) {
        boolean repeats = IntStream.range(1, SHORTEST_PERIOD)
                .anyMatch(period -> key.regionMatches(period, key, 0, SHORTEST - period));
        boolean mixed = key.chars().anyMatch(Character::isDigit) && key.chars().anyMatch(Character::isLetter);
        return KEY.matcher(key).matches() && !repeats && (mixed || key.startsWith("sk-"));
    }

    /**
     * @param cut whether a key may have been cut off at the end
     * @param ofKeys whether it is an answer that refuses or issues keys
     * @return the same when there is none
     */
    public byte[] in(byte[] body, boolean cut, boolean ofKeys) {
        boolean shapes = ofKeys && this != NONE;
        int beginning = cut ? beginningAtTheEnd(body) : 0;
        if (beginning == 0 && !shapes && !isQuotedIn(body)) {
            return body;
        }
        String text = new String(body, 0, body.length - beginning, StandardCharsets.ISO_8859_1);
        String shown = KeysInText.masked(text, own, shapes, this::shown);
        return beginning == 0 && shown.equals(text) ? body : shown.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** As bytes of UTF-8 read one by one, like the body. */
    private String shown(String key) {
        return new String(mask.apply(key).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** In windows, since bodies are large; strings are searched many times as fast as bytes. */
    private boolean isQuotedIn(byte[] body) {
        int longest = own.isEmpty() ? 0 : own.get(0).length();
        for (int from = 0; from < body.length && longest > 0; from += WINDOW) {
            int length = Math.min(body.length - from, WINDOW + longest);
            String window = new String(body, from, length, StandardCharsets.ISO_8859_1);
            for (String key : own) {
                if (window.contains(key)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** How many of the last bytes are the beginning of a key. */
    private int beginningAtTheEnd(byte[] body) {
        return own.stream().mapToInt(key -> beginningAtTheEnd(body, key)).max().orElse(0);
    }

    private static int beginningAtTheEnd(byte[] body, String key) {
        int window = Math.min(body.length, key.length() - 1);
        String end = new String(body, body.length - window, window, StandardCharsets.ISO_8859_1);
        for (int length = window; length >= SHORTEST_BEGINNING; length--) {
            if (key.regionMatches(0, end, window - length, length)) {
                return length;
            }
        }
        return 0;
    }
}
