package io.github.openrouterproxy.dao.sqlite.search;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the disk has room for the index. The last of it belongs to the records: without the index they are found more
 * slowly, without room they are lost. One thread asks {@link #isThere}; any thread the rest.
 */
public final class IndexRoom {
    private static final Logger LOG = LoggerFactory.getLogger(IndexRoom.class);
    private static final long RESERVED = 512L << 20;

    /** Of a small disk. */
    private static final int RESERVED_PART = 20;

    private final Disk disk;
    private volatile boolean lacking;

    IndexRoom(Disk disk) {
        this.disk = disk;
    }

    /** On the disk of that folder. */
    public static IndexRoom of(Path folder) {
        return new IndexRoom(new Disk() {
            @Override
            public long usable() throws IOException {
                return store().getUsableSpace();
            }

            @Override
            public long total() throws IOException {
                return store().getTotalSpace();
            }

            private FileStore store() throws IOException {
                return Files.getFileStore(folder);
            }
        });
    }

    /** In bytes. */
    interface Disk {
        long usable() throws IOException;

        long total() throws IOException;
    }

    /** Looks at the disk. Once it was short, twice as much must be free. */
    boolean isThere() {
        long reserved;
        long usable;
        try {
            reserved = Math.min(RESERVED, disk.total() / RESERVED_PART);
            usable = disk.usable();
        } catch (IOException e) {
            LOG.debug("what is free on the disk is not known", e);
            return true;
        }
        boolean lacks = usable < (lacking ? 2 * reserved : reserved);
        if (lacks && !lacking) {
            LOG.warn(
                    "only {} bytes are free on the disk: the search index rests, and searches go on more slowly",
                    usable);
        } else if (!lacks && lacking) {
            LOG.info("there is room on the disk: the search index goes on");
        }
        lacking = lacks;
        return !lacks;
    }

    /** Whether it was missing when last looked for. */
    boolean isLacking() {
        return lacking;
    }
}
