package io.github.openrouterproxy.relay.client;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Hears from the container that a call went wrong or is over. On the container's threads.
 *
 * @param whenStopped the container stops; the call must be over when it returns, or the container answers itself
 */
public record ClientWatch(Runnable whenGone, Runnable whenStopped, Runnable whenOver) implements AsyncListener {
    /**
     * Has the container answer later, whenever that is. With no timeout at all Tomcat asks once a second whether the
     * web application is still there, and of a call that begins behind another on its connection it may look just then
     * as if it were not: the call is timed out, or what has been read of its head is lost.
     */
    public static AsyncContext startAsync(HttpServletRequest request) {
        AsyncContext context = request.startAsync();
        context.setTimeout(Long.MAX_VALUE);
        return context;
    }

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
        // No call lasts so long: Tomcat lets them time out when it stops.
        whenStopped.run();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // a call starts once
    }
}
