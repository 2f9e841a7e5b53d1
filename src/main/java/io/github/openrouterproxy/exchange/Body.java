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
 * @param sha256 of all bytes of the wire in lower-case hex; null unless more of them came than are recorded
 * @param truncated whether {@code bytes} is only the beginning
 * @param unreadable whether {@code bytes} is empty because what is stored cannot be decrypted
 * @param tail the last bytes of what comes after the beginning, as far as kept; to be read, not stored
 * @param rest what comes after the beginning, kept elsewhere; null when it is not
 */
public record Body(
        byte[] bytes,
        long length,
        @Nullable String sha256,
        boolean truncated,
        byte[] tail,
        @Nullable Rest rest,
        boolean unreadable) {
    private static final byte[] NOTHING = new byte[0];
    public static final Body EMPTY = whole(NOTHING);

    /** Of whose end nothing is known. */
    public Body(byte[] bytes, long length, @Nullable String sha256, boolean truncated) {
        this(bytes, length, sha256, truncated, NOTHING);
    }

    /** Of whose middle nothing is known. */
    public Body(byte[] bytes, long length, @Nullable String sha256, boolean truncated, byte[] tail) {
        this(bytes, length, sha256, truncated, tail, null);
    }

    /** That can be read. */
    public Body(
            byte[] bytes, long length, @Nullable String sha256, boolean truncated, byte[] tail, @Nullable Rest rest) {
        this(bytes, length, sha256, truncated, tail, rest, false);
    }

    /** Of which only length and hash can be told. */
    public static Body unreadable(long length, @Nullable String sha256, boolean truncated) {
        return new Body(NOTHING, length, sha256, truncated, NOTHING, null, true);
    }

    /** What of a body is not in memory. Any thread. */
    public interface Rest {
        /** How many bytes it has, or fewer when it turns out that they could not be kept. */
        long size();

        /**
         * Runs {@code task} as soon as {@link #after} need not wait any more for what was handed to a disk, or would
         * wait in vain. Once, here or on a thread that must not be held up.
         */
        void whenReady(Runnable task);

        /**
         * May wait for the disk.
         * @return {@code head} and the rest, as far as it was kept; null when it cannot be read
         */
        byte @Nullable [] after(byte[] head);

        /** It is not needed any more. Does not wait; idempotent. */
        void discard();
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
        return new Body(Arrays.copyOf(bytes, most), length, hash(), true, end);
    }

    /** The same body with all that is kept of it in memory. May wait for the disk. */
    public Body inHand() {
        byte[] all = rest == null ? null : rest.after(bytes);
        if (all == null) {
            return rest == null ? this : new Body(bytes, length, sha256, truncated, tail);
        }
        return all.length == length ? whole(all) : new Body(all, length, sha256, true, tail);
    }

    /** See {@link Rest#whenReady}. */
    void whenReady(Runnable task) {
        if (rest == null) {
            task.run();
        } else {
            rest.whenReady(task);
        }
    }

    /** Whether some of it is lost, as far as one can tell now. */
    public boolean isCut() {
        return truncated && (rest == null || bytes.length + rest.size() < length);
    }

    /** How many bytes it takes in memory when it is in hand. */
    public long sizeInHand() {
        return bytes.length + tail.length + (rest == null ? 0 : rest.size());
    }

    /** What is kept elsewhere is not needed any more. */
    public void discardRest() {
        if (rest != null) {
            rest.discard();
        }
    }

    /** The SHA-256 of all bytes in lower-case hex, made anew unless it is known. */
    public String hash() {
        if (sha256 != null) {
            return sha256;
        }
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
