package io.github.openrouterproxy.exchange;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A body as recorded: the bytes of the wire, still compressed if they were; or what was left of them, decoded, when
 * something was taken out before they were stored.
 *
 * @param bytes the whole body, or its beginning when {@code truncated}; treat as immutable
 * @param length the true length in bytes
 * @param sha256 of all bytes in lower-case hex; null unless {@code truncated} or redacted
 * @param truncated whether {@code bytes} is only the beginning
 * @param tail the last bytes of what comes after the beginning, as far as kept; to be read, not stored
 */
public record Body(byte[] bytes, long length, @Nullable String sha256, boolean truncated, byte[] tail) {
    private static final byte[] NOTHING = new byte[0];
    public static final Body EMPTY = whole(NOTHING);

    /** Of whose end nothing is known. */
    public Body(byte[] bytes, long length, @Nullable String sha256, boolean truncated) {
        this(bytes, length, sha256, truncated, NOTHING);
    }

    public static Body whole(byte[] bytes) {
        return new Body(bytes, bytes.length, null, false);
    }

    /** The same body with no more than its first and its last bytes; itself when it is not longer. */
    public Body shortened(int most) {
        if (bytes.length <= most) {
            return this;
        }
        byte[] end = truncated ? tail : Arrays.copyOfRange(bytes, Math.max(most, bytes.length - most), bytes.length);
        return new Body(Arrays.copyOf(bytes, most), length, sha256 == null ? hash(bytes) : sha256, true, end);
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    public boolean isEmpty() {
        return length == 0;
    }
}
