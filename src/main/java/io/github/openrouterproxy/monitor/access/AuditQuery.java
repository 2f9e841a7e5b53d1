package io.github.openrouterproxy.monitor.access;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the audit an address asks for.
 *
 * @param before only entries with a smaller id; null begins at the newest
 */
public record AuditQuery(int size, @Nullable Long before) {
    private static final int MOST = 500;
    private static final Pattern ID = Pattern.compile("[0-9]{1,18}");

    /** @throws BadParameterException naming the first parameter that cannot be understood */
    public static AuditQuery read(UnaryOperator<@Nullable String> parameters, int defaultSize) {
        QueryParameters values = new QueryParameters(parameters);
        String cursor = values.matching("cursor", ID, "the next_cursor of an earlier answer");
        return new AuditQuery(
                values.number("page_size", defaultSize, MOST), cursor == null ? null : Long.valueOf(cursor));
    }
}
