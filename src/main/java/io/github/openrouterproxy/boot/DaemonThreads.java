package io.github.openrouterproxy.boot;

import java.util.concurrent.ThreadFactory;

/** Threads that keep no process alive. Any thread. */
record DaemonThreads(String name) implements ThreadFactory {
    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
