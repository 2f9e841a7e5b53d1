package io.github.openrouterproxy.dao.sqlite.file;

import io.github.openrouterproxy.dao.DatabaseException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Makes sure that the database's folder and file are there and can be written. Any thread.
 *
 * <p>It never opens an existing database: closing a descriptor of ours would drop the locks that SQLite holds on the
 * same file anywhere in this process.
 */
final class FileAccess {
    private static final String OWNER_ONLY = "rw-------";

    private FileAccess() {}

    /**
     * @return the real path of a file that exists and can be written; empty when it is new
     * @throws DatabaseException naming the path and the setting
     */
    static Path prepare(Path database) {
        Path file = database.toAbsolutePath();
        if (Files.isDirectory(file)) {
            throw refused(file, "is a folder");
        }
        try {
            // A dangling symbolic link among the folders is not mended, only reported.
            Files.createDirectories(folderOf(file));
            createPrivately(file);
            Path real = file.toRealPath();
            if (!Files.isWritable(real) || !Files.isWritable(folderOf(real))) {
                throw refused(real, "cannot be written");
            }
            return real;
        } catch (IOException e) {
            throw refused(file, "cannot be created");
        }
    }

    /**
     * @return where it is, or would be, by its folder's real path
     * @throws DatabaseException naming the path and the setting
     */
    static Path inWritableFolder(Path database) {
        Path file = database.toAbsolutePath();
        try {
            Files.createDirectories(folderOf(file));
            Path real = Files.exists(file)
                    ? file.toRealPath()
                    : folderOf(file).toRealPath().resolve(file.getFileName());
            if (!Files.isWritable(folderOf(real))) {
                throw refused(real, "cannot be written");
            }
            return real;
        } catch (IOException e) {
            throw refused(file, "cannot be created");
        }
    }

    /** Creates an empty file, readable by its owner alone where the file system knows owners; keeps an existing one. */
    static void createPrivately(Path file) throws IOException {
        try {
            Files.createFile(file, ownerOnly());
        } catch (FileAlreadyExistsException e) {
            // Whoever made it chose its permissions.
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
        };
    }

    private static Path folderOf(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    private static DatabaseException refused(Path file, String why) {
        return new DatabaseException("The database " + file + " " + why
                + ": let DATABASE_PATH name a file in a folder that this process may write.");
    }
}
