package io.github.openrouterproxy.recorder;

import java.time.Duration;

/**
 * How much the recorder may hold.
 *
 * @param queueRecords ended calls waiting for their commit
 * @param queueBytes heap they may hold; as much again may hold those that find no room, of which only who asked for
 *     what and when is kept
 * @param stopWait how long {@link Recorder#stop()} waits for the next of them to be written
 */
public record RecorderLimits(int queueRecords, long queueBytes, Duration stopWait) {
    private static final int QUEUE_RECORDS = 100_000;
    private static final int SHARE_OF_HEAP = 8;
    private static final Duration STOP_WAIT = Duration.ofSeconds(10);

    /** An eighth of the heap. */
    public static RecorderLimits ofThisProcess() {
        return new RecorderLimits(QUEUE_RECORDS, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, STOP_WAIT);
    }
}
