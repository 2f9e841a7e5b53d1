package io.github.openrouterproxy.relay.message;

import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Headers that concern one connection only and stay behind (RFC 9110, section 7.6.1). */
public final class HopByHop {
    private static final Set<String> ALWAYS = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private HopByHop() {}

    /** All lines but the hop-by-hop ones and those that {@code Connection} names. */
    public static Headers endToEnd(Headers headers) {
        Set<String> named = headers.all("Connection").stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        Predicate<Header> staysBehind = line -> {
            String name = line.name().toLowerCase(Locale.ROOT);
            return ALWAYS.contains(name) || named.contains(name);
        };
        return headers.without(staysBehind);
    }
}
