package io.github.openrouterproxy.monitor.access;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.PageRequest;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which exchanges an address asks for; the pages and the JSON API read the same parameters.
 */
public record ExchangeQuery(ExchangeFilter filter, PageRequest page) {
    /** The parameters that make up the filter, in the order links write them. */
    public static final List<String> FILTER_PARAMETERS =
            List.of("search", "user", "method", "path", "model", "status", "stream", "from", "to", "min_duration_ms");

    /** Those of them that hold any text, and so may hold a key. */
    public static final List<String> FREE_PARAMETERS = List.of("search", "path");

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern METHOD = Pattern.compile("[A-Za-z-]{1,32}");
    private static final int LARGEST_PAGE = 200;
    private static final int LAST_PAGE = 10_000_000;

    /**
     * @param parameters gives the value of a parameter, null when the address has none of that name
     * @throws BadParameterException naming the first one that cannot be understood
     */
    public static ExchangeQuery read(UnaryOperator<@Nullable String> parameters, int defaultPageSize) {
        QueryParameters values = new QueryParameters(parameters);
        String method = values.matching("method", METHOD, "a method such as POST");
        ExchangeFilter filter = new ExchangeFilter(
                values.text("search"),
                values.matching("user", FINGERPRINT, "a fingerprint of 32 hexadecimal digits"),
                method == null ? null : method.toUpperCase(Locale.ROOT),
                values.text("path"),
                values.text("model"),
                values.status("status"),
                values.flag("stream"),
                values.instant("from"),
                values.instant("to"),
                values.millis("min_duration_ms"));
        PageRequest page = new PageRequest(
                values.number("page", 1, LAST_PAGE),
                values.number("page_size", defaultPageSize, LARGEST_PAGE),
                values.id("cursor"));
        return new ExchangeQuery(filter, page);
    }
}
