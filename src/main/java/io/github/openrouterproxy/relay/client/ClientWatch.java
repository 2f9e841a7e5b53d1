package io.github.openrouterproxy.relay.client;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** Hears from the container that a call went wrong or is over. On the container's threads. */
public record ClientWatch(Runnable whenGone, Runnable whenOver) implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
        whenOver.run();
    }

    @Override
    public void onError(AsyncEvent event) {
        whenGone.run();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        whenGone.run();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // a call starts once
    }
}
