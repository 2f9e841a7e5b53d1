package io.github.openrouterproxy.monitor.api;

import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Header lines as a JSON object: name to value, or to the list of values of a name that was sent more than once. */
final class HeaderFields {
    private HeaderFields() {}

    static Map<String, Object> of(Headers headers) {
        Map<String, Object> fields = new LinkedHashMap<>();
        TreeSet<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Header line : headers) {
            if (seen.add(line.name())) {
                List<String> values = headers.all(line.name());
                fields.put(line.name(), values.size() == 1 ? line.value() : values);
            }
        }
        return fields;
    }
}
