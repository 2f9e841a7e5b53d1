package io.github.openrouterproxy.boot;

import io.github.openrouterproxy.config.Secret;
import io.github.openrouterproxy.dao.sqlite.file.SecretFile;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The secret under which keys are fingerprinted: 32 random bytes in a file beside the database, readable by its owner
 * only. Whichever role starts first makes it.
 */
final class FingerprintSecret {
    private static final int BYTES = 32;

    private FingerprintSecret() {}

    /** @param set in the settings; null: in a file beside the database */
    static KeyFingerprints of(@Nullable Secret set, Path database) {
        if (set == null) {
            return beside(database);
        }
        try {
            byte[] text = set.value().getBytes(StandardCharsets.UTF_8);
            return new KeyFingerprints(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static KeyFingerprints beside(Path database) {
        Path file = database;
        try {
            file = SecretFile.of(database);
            if (Files.notExists(file)) {
                create(file);
            }
            OpenFiles.warn("secret file", file);
            byte[] secret = Files.readAllBytes(file);
            if (secret.length != BYTES) {
                throw new StartException("The secret file " + file + " does not hold " + BYTES + " bytes", null);
            }
            return new KeyFingerprints(secret);
        } catch (IOException e) {
            throw new StartException("The secret file " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Written aside and moved into place, so that nobody reads half of it. */
    private static void create(Path file) throws IOException {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        Path parent = file.toAbsolutePath().getParent();
        Path aside = Files.createTempFile(parent, "secret", ".tmp", ownerOnly());
        try {
            Files.write(aside, secret);
            Files.createLink(file, aside);
        } catch (FileAlreadyExistsException e) {
            return;
        } catch (UnsupportedOperationException e) {
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        Set<String> views = FileSystems.getDefault().supportedFileAttributeViews();
        if (!views.contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }
}
