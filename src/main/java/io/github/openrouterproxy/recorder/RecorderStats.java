package io.github.openrouterproxy.recorder;

import org.jspecify.annotations.Nullable;

/**
 * How the recorder fares; a value for health and metrics.
 *
 * @param recorded finished calls committed since the start
 * @param running calls that have begun and not ended
 * @param waiting ended calls not committed yet
 * @param waitingBytes heap they hold, about
 * @param late ended calls whose client was let go before their commit
 * @param dropped records lost, or stored without their content
 * @param truncated bodies of which only the beginning is on record
 * @param failing whether the last attempt to write failed, or waits for longer than one should
 * @param lastError of the database since the start; null when there was none
 */
public record RecorderStats(
        long recorded,
        int running,
        int waiting,
        long waitingBytes,
        long late,
        long dropped,
        long truncated,
        boolean failing,
        @Nullable String lastError) {}
