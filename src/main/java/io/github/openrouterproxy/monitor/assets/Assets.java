package io.github.openrouterproxy.monitor.assets;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Styles, scripts and the icon, each under an address that changes with its content, so that browsers may keep it for
 * good. Held in memory; any thread.
 */
public final class Assets {
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "svg", "image/svg+xml");
    private static final String HTMX = "htmx.min.js";
    private static final String HTMX_HOME = "META-INF/resources/webjars/htmx.org/%s/dist/" + HTMX;
    private static final String HTMX_VERSION = "META-INF/maven/org.webjars.npm/htmx.org/pom.properties";

    /** @param tag of the content, for the address and for {@code ETag} */
    record Asset(byte[] bytes, String type, String tag) {}

    private final Map<String, Asset> assets = new TreeMap<>();

    /**
     * @param names of the files of our own
     * @param files opens one of them
     * @param libraries opens a resource of the class path
     */
    public Assets(
            Iterable<String> names,
            Function<String, @Nullable InputStream> files,
            Function<String, @Nullable InputStream> libraries) {
        names.forEach(name -> add(name, read(name, files)));
        add(HTMX, read(HTMX_HOME.formatted(htmxVersion(libraries)), libraries));
    }

    Optional<Asset> find(String name) {
        return Optional.ofNullable(assets.get(name));
    }

    /** The path of an asset, below the context. */
    public String path(String name) {
        Asset asset = find(name).orElseThrow(() -> new IllegalArgumentException("no asset " + name));
        return "/assets/" + asset.tag() + "/" + name;
    }

    private void add(String name, byte[] bytes) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type != null) {
            assets.put(name, new Asset(bytes, type, tag(bytes)));
        }
    }

    private static String htmxVersion(Function<String, @Nullable InputStream> libraries) {
        return new String(read(HTMX_VERSION, libraries), StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> line.startsWith("version="))
                .map(line -> line.substring("version=".length()).strip())
                .findFirst()
                .orElseThrow();
    }

    private static byte[] read(String name, Function<String, @Nullable InputStream> source) {
        try (InputStream in = source.apply(name)) {
            if (in == null) {
                throw new IllegalStateException("The web application is incomplete: " + name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tag(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 6);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
