package io.github.openrouterproxy.relay.capture;

import io.github.openrouterproxy.exchange.Body;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Copies a body as it passes, up to a limit, what is large of it to a file; past the limit only length, SHA-256 and the
 * last bytes are kept. Guarded by its call's lock.
 */
public final class BodyCapture {
    private static final int FIRST_CAPACITY = 2048;
    /** Where answers tell what they used. */
    private static final int TAIL = 64 * 1024;

    private final long limit;
    private final long inHeap;
    private final CaptureBudget budget;
    private final @Nullable SpillFolder folder;
    private byte[] bytes = new byte[0];
    private int size;
    private byte[] tail = new byte[0];
    private long pastHead;
    private long length;
    private long reserved;
    private @Nullable MessageDigest digest;
    private @Nullable SpillFile spill;

    /** Keeps all in memory. */
    public BodyCapture(long limit, CaptureBudget budget) {
        this(limit, limit, budget, null);
    }

    /**
     * @param limit of what is recorded
     * @param inHeap of what is kept in memory
     * @param folder for what comes between; null to keep all in memory
     */
    public BodyCapture(long limit, long inHeap, CaptureBudget budget, @Nullable SpillFolder folder) {
        this.limit = limit;
        this.inHeap = folder == null ? limit : Math.min(limit, inHeap);
        this.budget = budget;
        this.folder = folder;
    }

    /**
     * Copies what remains in {@code piece} without moving its position.
     *
     * @return whether the next one may come at once; otherwise {@link #whenRoom} tells when
     */
    public boolean add(ByteBuffer piece) {
        ByteBuffer rest = piece.duplicate();
        length += rest.remaining();
        if (digest == null && !fits(rest.remaining())) {
            startDigest();
        }
        if (digest == null) {
            int count = rest.remaining();
            rest.get(bytes, size, count);
            size += count;
        } else {
            keepHead(rest);
        }
        return spill == null || spill.hasRoom();
    }

    /** Runs {@code task} as soon as the next piece may come. By whoever added, with no lock held. */
    public void whenRoom(Runnable task) {
        SpillFile file = spill;
        if (file == null) {
            task.run();
        } else {
            file.whenRoom(task);
        }
    }

    /** The body, shared and not copied; more may still be added afterwards. */
    public Body body() {
        byte[] kept = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
        if (digest == null) {
            // Of two copies the budget would know one.
            bytes = kept;
        }
        return new Body(kept, length, sha256(), digest != null, tail());
    }

    /** The body that has come to its end, with what of it is in a file. */
    public Body finished() {
        Body body = body();
        SpillFile file = spill;
        if (file == null) {
            return body;
        }
        file.finish();
        return new Body(body.bytes(), body.length(), body.sha256(), true, body.tail(), file);
    }

    /** What is known of a body that still comes, without a copy of it. */
    public Body outline() {
        return new Body(new byte[0], length, null, length > 0);
    }

    /** A copy of what is in memory of a body that still comes: cut, for whoever reads it. */
    public Body soFar() {
        return new Body(Arrays.copyOf(bytes, size), length, null, length > 0);
    }

    public boolean isTruncated() {
        return digest != null;
    }

    public long length() {
        return length;
    }

    /** A longer body is not kept whole in memory. */
    public long mostInHeap() {
        return inHeap;
    }

    /** Gives the memory back to the budget; the capture must not be used afterwards. */
    public void release() {
        budget.release(reserved);
        reserved = 0;
        bytes = new byte[0];
        size = 0;
        tail = new byte[0];
        pastHead = 0;
    }

    private void keepHead(ByteBuffer rest) {
        MessageDigest running = digest;
        if (running != null) {
            running.update(rest.duplicate());
        }
        int room = Math.min(bytes.length - size, rest.remaining());
        rest.get(bytes, size, room);
        size += room;
        if (spill != null) {
            spill.add(rest.duplicate());
        }
        keepTail(rest);
    }

    private void keepTail(ByteBuffer rest) {
        if (tail.length == 0) {
            return;
        }
        int passedOver = Math.max(0, rest.remaining() - TAIL);
        rest.position(rest.position() + passedOver);
        pastHead += passedOver;
        while (rest.hasRemaining()) {
            int at = (int) (pastHead % TAIL);
            int count = Math.min(rest.remaining(), TAIL - at);
            rest.get(tail, at, count);
            pastHead += count;
        }
    }

    /** In the order in which they came. */
    private byte[] tail() {
        if (pastHead < TAIL) {
            return Arrays.copyOf(tail, (int) pastHead);
        }
        int oldest = (int) (pastHead % TAIL);
        byte[] ordered = Arrays.copyOfRange(tail, oldest, oldest + TAIL);
        System.arraycopy(tail, 0, ordered, TAIL - oldest, oldest);
        return ordered;
    }

    private boolean fits(int count) {
        long needed = (long) size + count;
        if (needed <= bytes.length) {
            return true;
        }
        if (needed > inHeap) {
            return false;
        }
        long grown = bytes.length == 0 ? needed : Math.max(needed, Math.max(FIRST_CAPACITY, bytes.length * 2L));
        int capacity = (int) Math.min(inHeap, grown);
        if (capacity > reserved) {
            if (!budget.reserve(capacity - reserved)) {
                return false;
            }
            reserved = capacity;
        }
        bytes = Arrays.copyOf(bytes, capacity);
        return true;
    }

    private void startDigest() {
        if (inHeap > bytes.length && budget.reserve(inHeap - reserved)) {
            reserved = inHeap;
            bytes = Arrays.copyOf(bytes, (int) inHeap);
        }
        if (budget.reserve(TAIL)) {
            reserved += TAIL;
            tail = new byte[TAIL];
        }
        try {
            MessageDigest started = MessageDigest.getInstance("SHA-256");
            started.update(bytes, 0, size);
            digest = started;
            spill = folder == null || limit <= bytes.length ? null : folder.open(limit - bytes.length, budget);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private @Nullable String sha256() {
        MessageDigest running = digest;
        if (running == null) {
            return null;
        }
        try {
            return HexFormat.of().formatHex(((MessageDigest) running.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
        }
    }
}
