package io.github.openrouterproxy.recorder.indexing;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How much of its cores this process uses. One thread. */
interface CoreUse {
    /** @return from 0 to 1, on average since the last question; 0 where that is not known */
    double sinceLastAsked();

    static CoreUse ofThisProcess() {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)) {
            return () -> 0;
        }
        return new CoreUse() {
            private long cpuBefore = system.getProcessCpuTime();
            private long nanosBefore = System.nanoTime();

            @Override
            public double sinceLastAsked() {
                long cpu = system.getProcessCpuTime();
                long nanos = System.nanoTime();
                double cores = (double) (cpu - cpuBefore) / Math.max(1, nanos - nanosBefore);
                cpuBefore = cpu;
                nanosBefore = nanos;
                return cores / Runtime.getRuntime().availableProcessors();
            }
        };
    }
}
