package io.github.openrouterproxy.relay.capture;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Does something the first time it is run, and holds nothing of it from then on. Any thread. */
final class Once implements Runnable {
    private final AtomicReference<@Nullable Runnable> task;

    Once(Runnable task) {
        this.task = new AtomicReference<>(task);
    }

    @Override
    public void run() {
        Runnable first = task.getAndSet(null);
        if (first != null) {
            first.run();
        }
    }
}
