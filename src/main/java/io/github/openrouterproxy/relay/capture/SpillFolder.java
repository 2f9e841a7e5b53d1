package io.github.openrouterproxy.relay.capture;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where large bodies wait for their record: files in a folder beside the database. They are written on the executor's
 * one thread, and on no other; who brings more than that keeps up with is to wait for {@link #whenRoom}. Any thread.
 */
public final class SpillFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpillFolder.class);
    private static final int MOST_FILES = 512;
    /** A record is read into memory to be written, one after the other. */
    private static final int SHARE_OF_HEAP = 8;
    /** Left free for the database. */
    private static final long SPARED = 64L * 1024 * 1024;
    /** Of what is written, how much between two looks at the disk. */
    private static final long LOOK_EVERY = 1024 * 1024;

    private final Path folder;
    private final Executor executor;
    private final Timer timer;
    private final long mostEach;
    private final LongSupplier nanoTime;
    private final Set<SpillFile> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong names = new AtomicLong();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final SpillProgress progress;
    /** Written since the disk was looked at; the executor's thread's alone. */
    private long unseen;

    /**
     * @param executor of one thread, which does things in the order it is told them
     * @param timer on another one
     */
    public SpillFolder(Path folder, Executor executor, Timer timer) {
        this(folder, executor, timer, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, System::nanoTime);
    }

    SpillFolder(Path folder, Executor executor, Timer timer, long mostEach, LongSupplier nanoTime) {
        this.folder = folder;
        this.executor = executor;
        this.timer = timer;
        this.progress = new SpillProgress(folder, timer);
        this.mostEach = mostEach;
        this.nanoTime = nanoTime;
    }

    /** Runs things later. */
    @FunctionalInterface
    public interface Timer {
        void after(Duration pause, Runnable task);
    }

    /** Removes what a killed process left where a file in use cannot be removed. Blocks; at the start. */
    public void sweep() {
        if (Files.notExists(folder)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*.body")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("{} could not be swept", folder, e);
        }
    }

    /** @return null when there are too many files already, or the disk does not move */
    @Nullable
    SpillFile open(long limit, CaptureBudget budget) {
        if (open.size() >= MOST_FILES || progress.hangs()) {
            return null;
        }
        SpillFile file = new SpillFile(this, Math.min(limit, mostEach), budget);
        open.add(file);
        return file;
    }

    /** How many bodies are in files now. */
    public int count() {
        return open.size();
    }

    /** Gives up what nobody has asked for. */
    @Override
    public void close() {
        open.forEach(SpillFile::discard);
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Whether its thread keeps up. */
    boolean takesMore() {
        return progress.takesMore();
    }

    /** Whether its thread has been at the same thing for so long that nothing is to be expected of it. */
    boolean hangs() {
        return progress.hangs();
    }

    /** Runs {@code task} as soon as the thread keeps up again, or is known to hang. */
    void whenRoom(Runnable task) {
        progress.whenRoom(task);
    }

    /** Runs {@code task} as soon as it hangs, unless {@link #goesOn} comes first. */
    void ifItHangs(Once task) {
        progress.ifItHangs(task);
    }

    void goesOn(Once task) {
        progress.goesOn(task);
    }

    /** On the timer's thread. */
    void after(Duration pause, Runnable task) {
        timer.after(pause, task);
    }

    /** Has it done behind all that it was told before. */
    void later(Runnable work) {
        progress.begins();
        executor.execute(() -> {
            try {
                work.run();
            } finally {
                progress.ended();
            }
        });
    }

    void closed(SpillFile file) {
        open.remove(file);
    }

    /** Gone from the folder at once where the system allows it, else when it is closed. */
    FileChannel create(long expected) throws IOException {
        Files.createDirectories(folder, ownerOnly("rwx------"));
        // more than where it stopped, or it would begin and stop around one value
        spare(failing.get() ? expected + SPARED : expected);
        Set<OpenOption> options = Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        Path file = folder.resolve(Long.toHexString(names.incrementAndGet()) + ".body");
        FileChannel channel = FileChannel.open(file, options, ownerOnly("rw-------"));
        if (failing.compareAndSet(true, false)) {
            LOG.info("large bodies wait in files again");
        }
        return channel;
    }

    /**
     * So much more is about to go to a file that has {@code so} many bytes already. Others grow beside it, so that what
     * was free when it was made says little; and once more as much is needed to write its record.
     */
    void writes(int count, long so) throws IOException {
        unseen += count;
        if (unseen > LOOK_EVERY) {
            unseen = 0;
            spare(so + LOOK_EVERY);
        }
    }

    private void spare(long needed) throws IOException {
        if (folder.toFile().getUsableSpace() < needed + SPARED) {
            // what is given back now may do for the next file
            unseen = LOOK_EVERY;
            throw new IOException("the disk has no room to spare");
        }
    }

    void failed(IOException failure) {
        if (failing.compareAndSet(false, true)) {
            LOG.warn("large bodies are recorded cut, since {} takes no more of them: {}", folder, failure.toString());
        }
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }
}
