package io.github.openrouterproxy.dao;

/** Moves committed work from the write-ahead log into the database file; one thread beside the writer. */
public interface CheckpointDao {
    /** Copies what can be copied without making a writer or a reader wait. */
    Progress checkpoint();

    /**
     * Lets the next write start the log over, once all of it is copied; waits for nobody.
     *
     * @return whether it may: not while somebody writes, or reads from the log
     */
    boolean startOver();

    /** Keeps readers from beginning anything new, for a moment and as far as they can be reached. */
    void pauseReaders();

    void resumeReaders();

    /**
     * What a checkpoint achieved.
     *
     * @param logPages in the log
     * @param copiedPages of them that are in the file too
     */
    record Progress(long logPages, long copiedPages) {
        public long remainingPages() {
            return logPages - copiedPages;
        }
    }
}
