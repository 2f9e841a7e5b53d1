package io.github.openrouterproxy.monitor.views;

import io.github.openrouterproxy.monitor.access.ExchangeQuery;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The query part of links: what a list is filtered by, in a fixed order, so that a view has one address. */
public record Query(Map<String, String> parameters) {
    public static final Query NONE = new Query(Map.of());

    public Query {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** The filter's part of what an address bears. */
    public static Query filterOf(UnaryOperator<@Nullable String> values) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String name : ExchangeQuery.FILTER_PARAMETERS) {
            String value = values.apply(name);
            if (value != null && !value.isBlank()) {
                parameters.put(name, value);
            }
        }
        return new Query(parameters);
    }

    public Query with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return new Query(more);
    }

    public Query without(String name) {
        Map<String, String> fewer = new LinkedHashMap<>(parameters);
        fewer.remove(name);
        return new Query(fewer);
    }

    public boolean isEmpty() {
        return parameters.isEmpty();
    }

    /** {@code path} with this query behind it. */
    public String on(String path) {
        return isEmpty() ? path : path + "?" + this;
    }

    @Override
    public String toString() {
        return parameters.entrySet().stream()
                .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
