package io.github.openrouterproxy.fidelity;

import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.SeenRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What of a message must be the same on both sides of the relay: all but what the contract lets it change. */
final class Likeness {
    /** They concern one connection (RFC 9110, section 7.6.1). */
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private Likeness() {}

    /** Request line and head, then how the body is framed; the length has no place and may go without saying. */
    static List<String> of(SeenRequest request) {
        List<String> lines = new ArrayList<>();
        lines.add(request.requestLine().replaceFirst(" HTTP/1\\.[01]$", ""));
        for (String line : endToEnd(request.head())) {
            if (isNamed(line, "host")) {
                lines.add("Host: the upstream");
            } else if (!isNamed(line, "expect") && !isNamed(line, "content-length")) {
                lines.add(line);
            }
        }
        boolean chunked = isChunked(request.head());
        lines.add(
                chunked
                        ? "(chunked)"
                        : "(of the length "
                                + request.headers().first("Content-Length").orElse("0") + ")");
        return lines;
    }

    /**
     * Status, head, whether the body was whole.
     *
     * @param original the answer as the upstream gave it
     */
    static List<String> of(RawResponse answer, RawResponse original) {
        Set<String> theirs = names(original.head());
        String id = theirs.contains("x-request-id") ? "x-proxy-request-id" : "x-request-id";
        List<String> lines = new ArrayList<>();
        lines.add(Integer.toString(answer.status()));
        for (String line : endToEnd(answer.head())) {
            boolean ours = isNamed(line, id) || (isNamed(line, "date") && !theirs.contains("date"));
            if (!ours) {
                lines.add(line);
            }
        }
        lines.add(answer.complete() ? "(whole)" : "(broken off)");
        return lines;
    }

    static boolean isChunked(byte[] head) {
        return names(head).contains("transfer-encoding");
    }

    /** The lines of a head as they are, but for spaces around values, which belong to neither. */
    static List<String> lines(byte[] head) {
        return new String(head, StandardCharsets.ISO_8859_1)
                .lines()
                .skip(1)
                .filter(line -> !line.isEmpty())
                .map(line -> line.substring(0, line.indexOf(':')) + ": "
                        + line.substring(line.indexOf(':') + 1).strip())
                .toList();
    }

    /** A line of a head with its name in small letters. */
    static String inSmallLetters(String line) {
        int colon = line.indexOf(": ");
        return colon < 0 ? line : line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon);
    }

    private static List<String> endToEnd(byte[] head) {
        Set<String> named = lines(head).stream()
                .filter(line -> isNamed(line, "connection"))
                .flatMap(line -> Arrays.stream(line.substring(line.indexOf(':') + 1)
                        .toLowerCase(Locale.ROOT)
                        .split(",", -1)))
                .map(String::strip)
                .collect(Collectors.toSet());
        return lines(head).stream()
                .filter(line -> !HOP_BY_HOP.contains(name(line)) && !named.contains(name(line)))
                .toList();
    }

    private static Set<String> names(byte[] head) {
        return lines(head).stream().map(Likeness::name).collect(Collectors.toSet());
    }

    private static boolean isNamed(String line, String name) {
        return name(line).equals(name);
    }

    private static String name(String line) {
        return line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
    }
}
