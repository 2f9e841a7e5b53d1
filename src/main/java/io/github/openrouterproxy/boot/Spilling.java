package io.github.openrouterproxy.boot;

import io.github.openrouterproxy.config.Settings;
import io.github.openrouterproxy.relay.capture.SpillFolder;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The folder for large bodies beside the database, the thread that writes there, and one that sees how it gets on. */
final class Spilling {
    private Spilling() {}

    /** To be stopped after the recorder, which reads from there. */
    static SpillFolder start(Path database, Lifecycle lifecycle) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DaemonThreads("recorder-spill"),
                new ThreadPoolExecutor.DiscardPolicy());
        ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(
                1, new DaemonThreads("recorder-spill-watch"), new ThreadPoolExecutor.DiscardPolicy());
        SpillFolder folder =
                new SpillFolder(database.resolveSibling(database.getFileName() + ".spill"), executor, (pause, task) -> {
                    var unused = watch.schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS);
                });
        folder.sweep();
        lifecycle.onStop(watch::shutdownNow);
        lifecycle.onStop(executor::shutdown);
        lifecycle.onStop(folder::close);
        return folder;
    }

    /** Not where bodies must reach the disk only encrypted, or without what rules take out. */
    static boolean mayBeUsed(Settings settings) {
        return settings.store().encryptionKeys().isEmpty()
                && settings.recording().redactionRules() == null;
    }
}
