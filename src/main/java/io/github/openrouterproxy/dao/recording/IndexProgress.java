package io.github.openrouterproxy.dao.recording;

/**
 * How far the search index has come.
 *
 * @param behind recorded calls that are not in it yet; not counted beyond {@link #MOST}
 * @param mended how often it was found damaged and begun anew since the start
 * @param resting whether it waits until there is more room on the disk
 */
public record IndexProgress(long behind, long mended, boolean resting) {
    public static final IndexProgress NONE = new IndexProgress(0, 0, false);

    /** A larger number is not worth its counting. */
    public static final long MOST = 10_000;
}
