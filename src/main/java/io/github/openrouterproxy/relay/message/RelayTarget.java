package io.github.openrouterproxy.relay.message;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a call goes, as bytes of the request line.
 *
 * @param url base, path and query
 * @param path below the base, without query
 */
public record RelayTarget(String url, String path) {
    private static final List<String> DOORS = List.of("/api/v1", "/v1");
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern DOT_SEGMENT =
            Pattern.compile("(?i)(^|/|\\\\|%2f|%5c)(\\.|%2e){1,2}([/;?#]|\\\\|%2f|%5c|$)");

    /** Empty when the path as written could mean another place than the one it was routed by. */
    public static Optional<RelayTarget> of(HttpServletRequest request, URI base) {
        String written = request.getRequestURI();
        String context = request.getContextPath();
        if (!written.startsWith(context)) {
            return Optional.empty();
        }
        String below = written.substring(context.length());
        for (String door : DOORS) {
            if (below.startsWith(door)) {
                return of(below.substring(door.length()), request.getQueryString(), base);
            }
        }
        return Optional.empty();
    }

    /** Whether an address means another place than it says, however that is encoded; the container goes to that one. */
    public static boolean climbs(HttpServletRequest request) {
        return hasDotSegment(request.getRequestURI());
    }

    private static boolean isBroken(String path) {
        return path.indexOf('%') >= 0 && BROKEN_ESCAPE.matcher(path).find();
    }

    private static boolean hasDotSegment(String path) {
        return (path.indexOf('.') >= 0 || path.indexOf('%') >= 0)
                && DOT_SEGMENT.matcher(path).find();
    }

    private static Optional<RelayTarget> of(String path, @Nullable String query, URI base) {
        boolean complete = path.isEmpty() || path.charAt(0) == '/';
        if (!complete || hasDotSegment(path) || isBroken(path)) {
            return Optional.empty();
        }
        String url = base + path + (query == null ? "" : "?" + query);
        return Optional.of(new RelayTarget(url, path.isEmpty() ? "/" : path));
    }
}
