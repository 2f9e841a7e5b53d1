package io.github.openrouterproxy.monitor.overview;

import java.util.List;

/**
 * One chart, drawn into a box of {@link #WIDTH} by {@link #HEIGHT}, with the same figures as a table.
 *
 * @param bars left to right
 * @param rows as wide as there are keys; none when there is nothing to draw
 */
public record ChartView(
        String id,
        String title,
        List<ValueTick> values,
        List<TimeTick> times,
        List<Legend> keys,
        List<Bar> bars,
        List<Line> lines,
        List<Row> rows) {
    public static final int WIDTH = 600;
    public static final int HEIGHT = 120;

    static ChartView empty(String id, String title) {
        return new ChartView(id, title, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /** A value that a line across is drawn for. */
    public record ValueTick(String y, String text) {}

    /**
     * A moment that is named below.
     *
     * @param percent from the left
     * @param anchor which end of the text is there, as SVG has it
     * @param form {@code clock} or {@code day}
     * @param text in UTC
     */
    public record TimeTick(String percent, String anchor, String iso, String form, String text) {}

    /**
     * What one colour stands for.
     *
     * @param kind names the colour
     */
    public record Legend(String label, String kind) {}

    /**
     * A part of a column.
     *
     * @param time when its stretch began
     * @param title says the figure
     * @param href the calls behind it
     */
    public record Bar(
            String x,
            String y,
            String width,
            String height,
            String kind,
            StretchView time,
            String title,
            String href) {}

    /**
     * A part of a line, without a gap.
     *
     * @param points as SVG has them
     * @param shape {@code stroke}, or {@code dot} where there is only one point
     */
    public record Line(String points, String kind, String shape) {}

    /** A line of the table. */
    public record Row(StretchView time, List<String> values) {}

    /**
     * When a stretch began.
     *
     * @param text to the minute, in UTC
     */
    public record StretchView(String iso, String text) {}

    public boolean isEmpty() {
        return rows.isEmpty();
    }
}
