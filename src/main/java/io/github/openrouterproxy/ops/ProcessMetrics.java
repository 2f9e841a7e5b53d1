package io.github.openrouterproxy.ops;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/** What both doors know: the Java machine, and the size of the files. Any thread. */
public final class ProcessMetrics {
    private static final double SECOND_MILLIS = 1e3;
    private static final double SECOND_NANOS = 1e9;

    private ProcessMetrics() {}

    public static void ofJava(MetricsText text) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        text.gauge("jvm_memory_used_bytes", "Memory in use.").sample(heap.getUsed(), "area", "heap");
        text.gauge("jvm_memory_max_bytes", "Memory that may be used.").sample(heap.getMax(), "area", "heap");
        text.gauge("jvm_buffer_pool_used_bytes", "Memory outside the heap, by pool.");
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            text.sample(pool.getMemoryUsed(), "pool", pool.getName());
        }
        text.gauge("jvm_threads_current", "Threads that live.")
                .sample(ManagementFactory.getThreadMXBean().getThreadCount());
        text.counter("jvm_gc_collection_seconds_total", "Time spent collecting garbage.");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            text.sample(collector.getCollectionTime() / SECOND_MILLIS, "gc", collector.getName());
        }
        text.gauge("process_start_time_seconds", "When the process started, since 1970.")
                .sample(ManagementFactory.getRuntimeMXBean().getStartTime() / SECOND_MILLIS);
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        if (system instanceof com.sun.management.OperatingSystemMXBean process) {
            text.counter("process_cpu_seconds_total", "Time spent by the processors.")
                    .sample(process.getProcessCpuTime() / SECOND_NANOS);
        }
        if (system instanceof UnixOperatingSystemMXBean process) {
            text.gauge("process_open_fds", "Files and connections that are open.")
                    .sample(process.getOpenFileDescriptorCount());
        }
    }

    /** Of the database {@code file} and its log. */
    public static MetricsServlet.Source ofFiles(Path file) {
        return text -> {
            text.gauge("openrouter_proxy_database_bytes", "Size of the database file.")
                    .sample(size(file));
            text.gauge("openrouter_proxy_wal_bytes", "Size of its write-ahead log.")
                    .sample(size(Path.of(file + "-wal")));
        };
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }
}
