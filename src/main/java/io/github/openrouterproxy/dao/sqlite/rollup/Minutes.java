package io.github.openrouterproxy.dao.sqlite.rollup;

import java.util.HashMap;
import java.util.Map;

/** What changed, minute by minute. One thread. */
final class Minutes {
    private final Map<Minute, Tally> tallies = new HashMap<>();

    /**
     * @param start in seconds
     * @param series of the finest grain
     */
    record Minute(long start, Series series) {}

    Tally of(Minute minute) {
        return tallies.computeIfAbsent(minute, none -> new Tally());
    }

    Map<Minute, Tally> changes() {
        return tallies;
    }

    /** The latest beginning among them; 0 when there are none. */
    long latest() {
        return tallies.keySet().stream().mapToLong(Minute::start).max().orElse(0);
    }
}
