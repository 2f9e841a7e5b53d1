package io.github.openrouterproxy.relay.client;

import java.util.concurrent.Semaphore;

/**
 * Request bodies that nobody wants. As long as they come they hold the container's buffers, which no budget counts: so
 * few of them are read away at once, and the connections of the others close. Any thread.
 */
public final class UnwantedBodies {
    private final ClientReader.Timer timer;
    private final Semaphore places;

    public UnwantedBodies(ClientReader.Timer timer, int atOnce) {
        this.timer = timer;
        this.places = new Semaphore(atOnce);
    }

    /** What is left of that one, with the answer out. */
    void readAway(ClientReader reader, Runnable whenDone) {
        if (places.tryAcquire()) {
            ClientReader.readAway(reader, timer, () -> {
                places.release();
                whenDone.run();
            });
        } else {
            reader.leaveRest();
            whenDone.run();
        }
    }
}
