package io.github.openrouterproxy.dao.recording;

import java.util.Optional;

/**
 * Where the context that records says how it fares, for the contexts that show it. It can be read while the database
 * cannot be written. Any thread.
 */
public interface RecordingBoard {
    void post(RecordingState state);

    /** Empty while nobody records. */
    Optional<RecordingState> read();
}
