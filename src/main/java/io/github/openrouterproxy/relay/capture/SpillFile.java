package io.github.openrouterproxy.relay.capture;

import io.github.openrouterproxy.exchange.Body;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What of a body comes after its head. Added to under its call's lock, and never waits for the disk: pieces are
 * gathered, and written by the folder's thread. Whoever adds is to hold back while that has more than enough to do.
 * Where the disk has no room, or does not move, the body is recorded cut; what of it was written makes room at once.
 */
final class SpillFile implements Body.Rest {
    private static final int CHUNK = 128 * 1024;
    /** More than one piece, so that whoever holds back in time never hands over more than was waited for. */
    private static final int SLACK = 32 * 1024;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    /** Of one body in all: for longer nobody is to wait for the disk. */
    private static final long LONGEST_HOLD = Duration.ofSeconds(30).toNanos();

    private final SpillFolder folder;
    private final long limit;
    private final CaptureBudget budget;
    private final CountDownLatch written = new CountDownLatch(1);
    private final AtomicBoolean discarded = new AtomicBoolean();
    private @Nullable ByteBuffer chunk;
    private final AtomicLong held = new AtomicLong();
    private long accepted;
    private boolean full;
    /** Until the next chunk: it has waited. */
    private volatile boolean letThrough;

    private volatile @Nullable FileChannel channel;
    private volatile boolean failed;
    private volatile @Nullable Once whenReady;
    /** It has been waited for. */
    private volatile boolean overdue;

    SpillFile(SpillFolder folder, long limit, CaptureBudget budget) {
        this.folder = folder;
        this.limit = limit;
        this.budget = budget;
    }

    /** Takes of {@code piece} what there is room for. */
    void add(ByteBuffer piece) {
        while (piece.hasRemaining() && !full && !failed) {
            ByteBuffer gathering = chunk == null ? startChunk() : chunk;
            if (gathering == null || accepted == limit) {
                full = true;
                return;
            }
            int count = (int) Math.min(limit - accepted, Math.min(gathering.remaining(), piece.remaining()));
            gathering.put(gathering.position(), piece, piece.position(), count);
            gathering.position(gathering.position() + count);
            piece.position(piece.position() + count);
            accepted += count;
            if (!gathering.hasRemaining()) {
                pass(gathering);
            }
        }
    }

    private void pass(ByteBuffer gathered) {
        if (folder.hangs() || held.get() > LONGEST_HOLD) {
            full = true;
        } else {
            hand(gathered);
        }
    }

    /** Whether the next piece may come: it is not one too many for the folder. */
    boolean hasRoom() {
        ByteBuffer gathering = chunk;
        return full
                || failed
                || letThrough
                || gathering == null
                || gathering.remaining() >= SLACK
                || folder.takesMore();
    }

    /** Runs {@code task} as soon as there is. Any thread. */
    void whenRoom(Runnable task) {
        long began = folder.nanoTime();
        folder.whenRoom(() -> {
            held.addAndGet(folder.nanoTime() - began);
            letThrough = true;
            task.run();
        });
    }

    /** Nothing is added any more. */
    void finish() {
        ByteBuffer last = chunk;
        if (last != null) {
            hand(last);
        }
        folder.later(() -> {
            written.countDown();
            ready();
        });
    }

    @Override
    public void whenReady(Runnable task) {
        Once once = new Once(task);
        whenReady = once;
        if (written.getCount() == 0) {
            once.run();
            return;
        }
        folder.ifItHangs(once);
        folder.after(LONGEST_WAIT, () -> {
            overdue = true;
            ready();
        });
    }

    private void ready() {
        Once once = whenReady;
        if (once != null) {
            folder.goesOn(once);
            once.run();
        }
    }

    @Override
    public long size() {
        return failed || discarded.get() ? 0 : accepted;
    }

    @Override
    public byte @Nullable [] after(byte[] head) {
        try {
            if (!isWritten()) {
                return null;
            }
            FileChannel file = channel;
            if (file == null || failed || discarded.get()) {
                return null;
            }
            byte[] all = Arrays.copyOf(head, Math.toIntExact(head.length + accepted));
            ByteBuffer free = ByteBuffer.wrap(all, head.length, (int) accepted);
            for (long at = 0; free.hasRemaining(); ) {
                int count = file.read(free, at);
                if (count < 0) {
                    return null;
                }
                at += count;
            }
            return all;
        } catch (IOException e) {
            folder.failed(e);
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private boolean isWritten() throws InterruptedException {
        for (int i = 0; i < LONGEST_WAIT.toSeconds() && !folder.hangs() && !overdue; i++) {
            if (written.await(1, TimeUnit.SECONDS)) {
                return true;
            }
        }
        return written.getCount() == 0;
    }

    @Override
    public void discard() {
        if (discarded.compareAndSet(false, true)) {
            folder.closed(this);
            folder.later(this::close);
        }
    }

    private @Nullable ByteBuffer startChunk() {
        if (!budget.reserve(CHUNK)) {
            return null;
        }
        chunk = ByteBuffer.allocate(CHUNK);
        return chunk;
    }

    private void hand(ByteBuffer gathered) {
        chunk = null;
        letThrough = false;
        long at = accepted - gathered.position();
        folder.later(() -> {
            try {
                write(gathered, at);
            } finally {
                budget.release(CHUNK);
            }
        });
    }

    private void write(ByteBuffer gathered, long at) {
        gathered.flip();
        try {
            FileChannel file = failed || discarded.get() ? null : opened();
            if (file != null) {
                folder.writes(gathered.remaining(), at);
            }
            for (long next = at; file != null && gathered.hasRemaining(); ) {
                next += file.write(gathered, next);
            }
        } catch (IOException e) {
            failed = true;
            folder.failed(e);
            // not when the record is written: that may be waiting for this very room
            close();
        }
    }

    private FileChannel opened() throws IOException {
        FileChannel file = channel;
        if (file == null) {
            file = folder.create(limit);
            channel = file;
        }
        return file;
    }

    private void close() {
        FileChannel file = channel;
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            folder.failed(e);
        }
    }
}
