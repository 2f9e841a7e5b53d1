package io.github.openrouterproxy.monitor.overview;

import java.util.List;

/**
 * One chart, drawn into a box of {@link #WIDTH} by {@link #HEIGHT}, with the same figures as a table.
 *
 * @param top what its upper edge stands for
 * @param rows as wide as there are keys
 */
public record ChartView(
        String id, String title, String top, List<Legend> keys, List<Bar> bars, List<Line> lines, List<Row> rows) {
    public static final int WIDTH = 600;
    public static final int HEIGHT = 120;

    /**
     * What one colour stands for.
     *
     * @param kind names the colour
     */
    public record Legend(String label, String kind) {}

    /**
     * A part of a column.
     *
     * @param title says the figure
     * @param href the calls behind it
     */
    public record Bar(String x, String y, String width, String height, String kind, String title, String href) {}

    /**
     * A line.
     *
     * @param points as SVG has them
     */
    public record Line(String points, String kind) {}

    /** A line of the table. */
    public record Row(String time, List<String> values) {}

    public boolean isEmpty() {
        return rows.isEmpty();
    }
}
