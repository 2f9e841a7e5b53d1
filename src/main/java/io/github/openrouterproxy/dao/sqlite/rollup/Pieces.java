package io.github.openrouterproxy.dao.sqlite.rollup;

import java.util.ArrayList;
import java.util.List;

/** Which rows together cover a span of time, each moment once and in as few rows as can be. */
final class Pieces {
    /** In seconds, {@code to} not included. */
    record Piece(Width width, long from, long to) {}

    private final long folded;
    private final Width widest;
    private final List<Piece> pieces = new ArrayList<>();

    private Pieces(long folded, Width widest) {
        this.folded = folded;
        this.widest = widest;
    }

    /**
     * @param from in seconds, the beginning of a minute
     * @param to the same
     * @param folded hours and days hold only what began before
     */
    static List<Piece> of(long from, long to, long folded, Width widest) {
        Pieces cover = new Pieces(folded, widest);
        if (from < folded) {
            // Past that moment hours and days hold nothing that would not be wanted.
            cover.old(from, to < folded ? to : widest.startFrom(folded));
        }
        if (to > folded) {
            cover.add(Width.MINUTE, Math.max(from, folded), to);
        }
        return cover.pieces;
    }

    private void old(long from, long to) {
        long hours = Width.HOUR.startFrom(from);
        long hoursEnd = Width.HOUR.startOf(to);
        if (widest == Width.MINUTE || hours >= hoursEnd) {
            add(Width.MINUTE, from, Math.min(to, folded));
            return;
        }
        add(Width.MINUTE, from, Math.min(hours, folded));
        long days = Width.DAY.startFrom(hours);
        long daysEnd = Width.DAY.startOf(hoursEnd);
        if (widest == Width.HOUR || days >= daysEnd) {
            add(Width.HOUR, hours, hoursEnd);
        } else {
            add(Width.HOUR, hours, days);
            add(Width.DAY, days, daysEnd);
            add(Width.HOUR, daysEnd, hoursEnd);
        }
        add(Width.MINUTE, hoursEnd, Math.min(to, folded));
    }

    private void add(Width width, long from, long to) {
        if (from < to) {
            pieces.add(new Piece(width, from, to));
        }
    }
}
