package io.github.openrouterproxy.dao.sqlite.rollup;

/** How finely figures are kept apart. Minutes are there in the finest grain only, hours and days in each. */
enum Grain {
    /** By key, model, status and outcome. */
    FULL(0),
    /** By model alone. */
    MODEL(1),
    /** By key alone. */
    USER(2);

    private final int number;

    Grain(int number) {
        this.number = number;
    }

    /** As in the rows. */
    int number() {
        return number;
    }

    /** What is left of a series of the finest grain. */
    Series of(Series full) {
        return switch (this) {
            case FULL -> full;
            case MODEL -> new Series(null, full.model(), 0, false);
            case USER -> new Series(full.user(), null, 0, false);
        };
    }
}
