package io.github.openrouterproxy.boot;

import jakarta.servlet.ServletContext;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the pages that the container has compiled from another version of this application, before it serves one. The
 * container itself compares times alone, and every file of a WAR that is built reproducibly has the same.
 */
final class CompiledPages {
    private static final Logger LOG = LoggerFactory.getLogger(CompiledPages.class);
    private static final List<String> SOURCES = List.of("/WEB-INF/jsp/", "/WEB-INF/tags/", "/WEB-INF/html.tld");
    private static final String COMPILED = "org/apache/jsp";
    private static final String MARK = "pages.sha256";

    private CompiledPages() {}

    /** A directory that cannot be read or written is reported, and left as it is. */
    static void match(ServletContext context) {
        if (!(context.getAttribute(ServletContext.TEMPDIR) instanceof File work)) {
            return;
        }
        try {
            match(work.toPath(), fingerprint(context));
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Pages of another version may be served: delete {} while the server is stopped.", work, e);
        }
    }

    private static void match(Path work, String sources) throws IOException {
        Path mark = work.resolve(MARK);
        if (Files.exists(mark) && Files.readString(mark).equals(sources)) {
            return;
        }
        Path compiled = work.resolve(COMPILED);
        if (Files.exists(compiled)) {
            delete(compiled);
        }
        Files.createDirectories(work);
        Files.writeString(mark, sources);
    }

    /** Also of the container, whose compiler may change with its version. */
    private static String fingerprint(ServletContext context) throws IOException {
        MessageDigest digest = sha256();
        digest.update(context.getServerInfo().getBytes(StandardCharsets.UTF_8));
        for (String path : sources(context)) {
            digest.update(path.getBytes(StandardCharsets.UTF_8));
            try (InputStream source = context.getResourceAsStream(path)) {
                if (source != null) {
                    digest.update(source.readAllBytes());
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<String> sources(ServletContext context) {
        List<String> files = new ArrayList<>();
        for (String source : SOURCES) {
            Set<String> found = context.getResourcePaths(source);
            files.addAll(found == null ? Set.of(source) : found);
        }
        Collections.sort(files);
        return files;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
