package io.github.openrouterproxy.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says which files that hold secrets or calls other accounts of the machine may read or write. Any thread. */
final class OpenFiles {
    private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");

    private OpenFiles() {}

    /**
     * Nothing is changed: whoever made the file may have meant it so.
     *
     * @param what it is, for the log
     * @param file there or not
     */
    static void warn(String what, Path file) {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        try {
            if (view != null
                    && Files.exists(file)
                    && !OWNERS.containsAll(view.readAttributes().permissions())) {
                LOG.warn("The {} {} is open to others than its owner: run chmod 600 on it.", what, file);
            }
        } catch (IOException e) {
            LOG.warn("Whether the {} {} is open to others is not known: {}", what, file, e.getMessage());
        }
    }
}
