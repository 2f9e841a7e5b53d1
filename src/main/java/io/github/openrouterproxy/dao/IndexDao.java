package io.github.openrouterproxy.dao;

/**
 * Brings the full-text index up to what is recorded, a slice at a time; one thread beside the writer. A slice neither
 * waits for a commit nor delays one, and what it did survives the end of the process, or is done again.
 */
public interface IndexDao {
    /**
     * Indexes exchanges that ended and are not in the index yet.
     *
     * @param most exchanges in this slice
     * @param beforeEach of them runs, and may take its time
     * @return how many; fewer than {@code most} when there are no more, or no room for more
     */
    int indexEnded(int most, Runnable beforeEach);

    /** The same, without a break. */
    default int indexEnded(int most) {
        return indexEnded(most, () -> {});
    }

    /**
     * Takes out of the index what is no longer recorded.
     *
     * @param most exchanges in this slice
     * @return how many
     */
    int forgetRemoved(int most);
}
