package io.github.openrouterproxy.dao.recording;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How recording fares.
 *
 * @param recorded finished calls committed since the start
 * @param waiting ended calls not committed yet
 * @param late ended calls whose client was let go before their commit
 * @param dropped records lost, or stored without their content
 * @param truncated bodies of which only the beginning is on record
 * @param failingSince null while the database takes what it is given
 * @param lastDropped when a record was last dropped; null when none was
 * @param index how far the search index has come
 * @param lastError what the database said last; null when it never failed
 */
public record RecordingState(
        long recorded,
        long waiting,
        long late,
        long dropped,
        long truncated,
        @Nullable Instant failingSince,
        @Nullable Instant lastDropped,
        IndexProgress index,
        @Nullable String lastError) {}
