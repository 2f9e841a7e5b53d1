package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.relay.capture.CaptureBudget;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a call in the budget, given back once it is on record and its client's connection is
 * done with it, in whichever order. Each may be said more than once. Any thread.
 */
final class CallRoom {
    private static final int RECORD = 1;
    private static final int CLIENT = 2;

    private final CaptureBudget budget;
    private final long more;
    private final AtomicInteger holders = new AtomicInteger(RECORD | CLIENT);

    private CallRoom(CaptureBudget budget, long more) {
        this.budget = budget;
        this.more = more;
    }

    /**
     * Null when there is none.
     *
     * @param more bytes than calls usually take
     */
    static @Nullable CallRoom in(CaptureBudget budget, long more) {
        return budget.beginCall(more) ? new CallRoom(budget, more) : null;
    }

    /** The call did not begin after all. */
    void giveBack() {
        leave(RECORD);
        leave(CLIENT);
    }

    void recorded() {
        leave(RECORD);
    }

    /** The answer is out and what the client still sent is read, or its connection is being closed. */
    void clientDone() {
        leave(CLIENT);
    }

    private void leave(int holder) {
        if (holders.getAndUpdate(all -> all & ~holder) == holder) {
            budget.endCall(more);
        }
    }
}
