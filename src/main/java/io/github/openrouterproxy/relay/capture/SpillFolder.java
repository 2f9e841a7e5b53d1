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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where large bodies wait for their record: files in a folder beside the database. They are written on the executor's
 * one thread as long as that keeps up; any thread may ask for a file.
 */
public final class SpillFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpillFolder.class);
    private static final int MOST_FILES = 512;
    private static final int MOST_WAITING = 64;
    /** A record is read into memory to be written, one after the other. */
    private static final int SHARE_OF_HEAP = 8;
    /** Left free for the database. */
    private static final long SPARED = 64L * 1024 * 1024;

    private final Path folder;
    private final Executor executor;
    private final long mostEach;
    private final Set<SpillFile> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong names = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean failing = new AtomicBoolean();

    /** @param executor of one thread, which does things in the order it is told them */
    public SpillFolder(Path folder, Executor executor) {
        this(folder, executor, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    SpillFolder(Path folder, Executor executor, long mostEach) {
        this.folder = folder;
        this.executor = executor;
        this.mostEach = mostEach;
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

    /** @return null when there are too many files already */
    @Nullable
    SpillFile open(long limit, CaptureBudget budget) {
        if (open.size() >= MOST_FILES) {
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

    /** Whether its thread keeps up. */
    boolean takesMore() {
        return waiting.get() < MOST_WAITING;
    }

    void write(Runnable work) {
        waiting.incrementAndGet();
        executor.execute(() -> {
            waiting.decrementAndGet();
            work.run();
        });
    }

    void later(Runnable work) {
        executor.execute(work);
    }

    void closed(SpillFile file) {
        open.remove(file);
    }

    /** Gone from the folder at once where the system allows it, else when it is closed. */
    FileChannel create(long expected) throws IOException {
        Files.createDirectories(folder, ownerOnly("rwx------"));
        if (Files.getFileStore(folder).getUsableSpace() < expected + SPARED) {
            throw new IOException("the disk has no room to spare");
        }
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
