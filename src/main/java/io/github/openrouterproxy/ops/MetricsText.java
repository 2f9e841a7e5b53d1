package io.github.openrouterproxy.ops;

import java.util.ArrayList;
import java.util.List;

/**
 * Metrics in Prometheus' text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats). Every metric is begun
 * with its name and help, then given its samples. Confined to its caller.
 */
public final class MetricsText {
    private final StringBuilder text = new StringBuilder();
    private String name = "";

    public MetricsText counter(String newName, String help) {
        return begin(newName, "counter", help);
    }

    public MetricsText gauge(String newName, String help) {
        return begin(newName, "gauge", help);
    }

    /** Its samples are given by {@link #bucket}, and at last {@link #sum}. */
    public MetricsText histogram(String newName, String help) {
        return begin(newName, "histogram", help);
    }

    /** @param labels names and values in turn */
    public MetricsText sample(long value, String... labels) {
        return line("", List.of(labels), Long.toString(value));
    }

    /** @param labels names and values in turn */
    public MetricsText sample(double value, String... labels) {
        return line("", List.of(labels), number(value));
    }

    /** @param count of all observations up to {@code upTo} */
    public MetricsText bucket(double upTo, long count, String... labels) {
        List<String> all = new ArrayList<>(List.of(labels));
        all.add("le");
        all.add(number(upTo));
        line("_bucket", all, Long.toString(count));
        return upTo == Double.POSITIVE_INFINITY ? line("_count", List.of(labels), Long.toString(count)) : this;
    }

    public MetricsText sum(double sum, String... labels) {
        return line("_sum", List.of(labels), number(sum));
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private MetricsText begin(String newName, String type, String help) {
        name = newName;
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    private MetricsText line(String suffix, List<String> labels, String value) {
        text.append(name).append(suffix);
        for (int i = 0; i < labels.size(); i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels.get(i)).append("=\"");
            text.append(escaped(labels.get(i + 1))).append('"');
        }
        text.append(labels.isEmpty() ? " " : "} ").append(value).append('\n');
        return this;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        if (value == Double.POSITIVE_INFINITY) {
            return "+Inf";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
