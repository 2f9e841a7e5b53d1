package io.github.openrouterproxy.monitor.api;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.monitor.text.ReadableBody;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recorded bytes as a file to keep: as they went over the wire, still compressed if they were.
 *
 * <p>They are hostile: never shown by the browser, and under a type that a browser could run they are not offered.
 */
final class Download {
    private static final String UNKNOWN = "application/octet-stream";
    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w!#$&^.+-]{1,100}/[\\w!#$&^.+-]{1,100}");
    private static final Set<String> RUNNABLE = Set.of("text/html", "text/xml", "text/css");
    private static final Map<String, String> ENDINGS = Map.of(
            "application/json", ".json",
            "text/event-stream", ".sse.txt",
            "text/plain", ".txt",
            "audio/mpeg", ".mp3");
    private static final Map<String, String> CODING_ENDINGS =
            Map.of("gzip", ".gz", "br", ".br", "zstd", ".zst", "deflate", ".zz");

    private Download() {}

    /** @param name of the file, without an ending */
    static Response of(Body body, Headers headers, String name) {
        String type = headers.first("Content-Type").orElse(UNKNOWN);
        String mediaType = ReadableBody.mediaType(type);
        String coding = headers.first("Content-Encoding").orElse("").strip().toLowerCase(Locale.ROOT);
        String file = name + ENDINGS.getOrDefault(mediaType, ".bin") + CODING_ENDINGS.getOrDefault(coding, "");
        return Response.ok(body.bytes())
                .header("Content-Type", isHarmless(mediaType) ? sendable(type, mediaType) : UNKNOWN)
                .header("Content-Disposition", "attachment; filename=\"" + file + "\"")
                .header("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
                .build();
    }

    /** JAX-RS refuses to send a type whose parameters are not written as RFC 9110 has them. */
    private static String sendable(String type, String mediaType) {
        try {
            return MediaType.valueOf(type).getSubtype().isEmpty() ? mediaType : type;
        } catch (IllegalArgumentException e) {
            return mediaType;
        }
    }

    private static boolean isHarmless(String mediaType) {
        return MEDIA_TYPE.matcher(mediaType).matches()
                && !RUNNABLE.contains(mediaType)
                && !mediaType.endsWith("+xml")
                && !mediaType.endsWith("/xml")
                && !mediaType.contains("script");
    }
}
