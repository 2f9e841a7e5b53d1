package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.monitor.access.BoundedMap;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Marks what a page showed, so that a later request can be told cheaply that nothing changed. A tag has two halves: the
 * state that the page was made from, which saves even the query, and the content. Where a page stays the same in
 * another state, it keeps its tag, so that is remembered here. The state is hidden behind a secret, since it counts
 * what others do. Any thread.
 */
final class LiveTags {
    private static final int HALF = 16;

    private static final int REMEMBERED = 1000;

    private final byte[] secret = new byte[16];
    private final Map<Shown, Object> checked = new BoundedMap<>(REMEMBERED);

    LiveTags() {
        new SecureRandom().nextBytes(secret);
    }

    String tag(Object state, Object content) {
        return hidden(state) + contentHalf(content);
    }

    /**
     * Whether what bears the tag is known to be up to date.
     *
     * @param question what was asked for and by whom
     * @param state of everything that an answer is made from
     */
    boolean isCurrent(@Nullable String tag, Object question, Object state) {
        if (tag == null || tag.length() != 2 * HALF) {
            return false;
        }
        return tag.startsWith(hidden(state)) || wasChecked(new Shown(question, tag.substring(HALF)), state);
    }

    /** Whether what bears the tag is still the answer; remembers it when it is. */
    boolean isStill(@Nullable String tag, Object question, Object state, Object content) {
        if (tag == null || tag.length() != 2 * HALF || !tag.endsWith(contentHalf(content))) {
            return false;
        }
        remember(new Shown(question, tag.substring(HALF)), state);
        return true;
    }

    private synchronized boolean wasChecked(Shown shown, Object state) {
        return state.equals(checked.get(shown));
    }

    private synchronized void remember(Shown shown, Object state) {
        checked.put(shown, state);
    }

    private String contentHalf(Object content) {
        return hidden(content.hashCode());
    }

    private String hidden(Object value) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(secret);
            byte[] hash = digest.digest(value.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HALF / 2);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** What somebody has before them: the answer to a question, known by its hash. */
    private record Shown(Object question, String contentHalf) {}
}
