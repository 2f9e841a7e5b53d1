package io.github.openrouterproxy.relay.client;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/**
 * Hears from the container that a call went wrong or is over. On the container's threads.
 *
 * @param whenStopped the container stops; the call must be over when it returns, or the container answers itself
 */
public record ClientWatch(Runnable whenGone, Runnable whenStopped, Runnable whenOver) implements AsyncListener {
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
        // Calls have no timeout: Tomcat lets them time out when their web application stops.
        whenStopped.run();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // a call starts once
    }
}
