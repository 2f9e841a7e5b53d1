package io.github.openrouterproxy.recorder.indexing;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** What the rest of this process leaves free of its cores. One thread, which is not counted. */
final class CoreUse {
    private final LongSupplier processNanos;
    private final LongSupplier ownNanos;
    private final LongSupplier nanoTime;
    private final IntSupplier cores;
    private long usedBefore;
    private long timeBefore;

    /**
     * @param processNanos CPU time of the process; never growing where that is not known
     * @param ownNanos CPU time of the thread that asks
     */
    CoreUse(LongSupplier processNanos, LongSupplier ownNanos, LongSupplier nanoTime, IntSupplier cores) {
        this.processNanos = processNanos;
        this.ownNanos = ownNanos;
        this.nanoTime = nanoTime;
        this.cores = cores;
        this.usedBefore = processNanos.getAsLong();
        this.timeBefore = nanoTime.getAsLong();
    }

    static CoreUse ofThisProcess() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        boolean isKnown = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean;
        return new CoreUse(
                isKnown ? CoreUse::processNanos : () -> 0,
                isKnown ? threads::getCurrentThreadCpuTime : () -> 0,
                System::nanoTime,
                Runtime.getRuntime()::availableProcessors);
    }

    /** @return in cores, on average since the last question */
    double free() {
        long used = processNanos.getAsLong() - ownNanos.getAsLong();
        long time = nanoTime.getAsLong();
        double inUse = (double) (used - usedBefore) / Math.max(1, time - timeBefore);
        usedBefore = used;
        timeBefore = time;
        return cores.getAsInt() - inUse;
    }

    private static long processNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
