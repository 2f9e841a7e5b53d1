package io.github.openrouterproxy.monitor.pages;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Marks what a page showed, so that a later request can be told cheaply that nothing changed. A tag has two halves: the
 * database's version, which saves even the query, and the content. The version is hidden behind a secret, since it
 * counts what others do. Any thread.
 */
final class LiveTags {
    private static final int HALF = 16;

    private final byte[] secret = new byte[16];

    LiveTags() {
        new SecureRandom().nextBytes(secret);
    }

    String tag(long version, Object content) {
        return hidden(version) + hidden(content.hashCode());
    }

    boolean sameVersion(@Nullable String tag, long version) {
        return tag != null && tag.startsWith(hidden(version));
    }

    boolean sameContent(@Nullable String tag, Object content) {
        return tag != null && tag.length() == 2 * HALF && tag.endsWith(hidden(content.hashCode()));
    }

    private String hidden(long number) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(secret);
            byte[] hash = digest.digest(
                    ByteBuffer.allocate(Long.BYTES).putLong(number).array());
            return HexFormat.of().formatHex(hash, 0, HALF / 2);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
