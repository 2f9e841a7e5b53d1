package io.github.openrouterproxy.dao;

/** Moves committed work from the write-ahead log into the database file; one thread beside the writer. */
public interface CheckpointDao {
    /** Copies what can be copied without making a writer or a reader wait. */
    Progress checkpoint();

    /**
     * What a checkpoint achieved.
     *
     * @param logPages in the log
     * @param copiedPages of them that are in the file too; when all are and no reader needs them, the next write
     *     starts the log over
     */
    record Progress(long logPages, long copiedPages) {
        public long remainingPages() {
            return logPages - copiedPages;
        }
    }
}
