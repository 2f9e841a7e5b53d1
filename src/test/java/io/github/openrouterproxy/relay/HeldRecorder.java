package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.recorder.CallRecorder;
import io.github.openrouterproxy.recorder.InFlightCall;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A recorder that keeps what it is told and settles it at once, on one thread for all, or when the test lets it. */
final class HeldRecorder implements CallRecorder {
    private final BlockingQueue<CapturedExchange> ended = new LinkedBlockingQueue<>();
    private final BlockingQueue<InFlightCall> begun = new LinkedBlockingQueue<>();
    private final BlockingQueue<WhenSettled> held = new LinkedBlockingQueue<>();
    private final Executor writer = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "settler");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean holding;
    private volatile boolean accepting = true;

    void hold() {
        holding = true;
    }

    void holdNoMore() {
        holding = false;
    }

    void refuse() {
        accepting = false;
    }

    /** Lets the oldest held record be settled. */
    void settleNext() throws InterruptedException {
        next(held).settled(true);
    }

    /** The oldest held record could not be written, and its call is not to end as if it had been. */
    void failNext() throws InterruptedException {
        next(held).settled(false);
    }

    CapturedExchange nextEnded() throws InterruptedException {
        return next(ended);
    }

    InFlightCall nextBegun() throws InterruptedException {
        return next(begun);
    }

    boolean nothingEnded() {
        return ended.isEmpty();
    }

    @Override
    public void began(InFlightCall call) {
        begun.add(call);
    }

    @Override
    public void ended(CapturedExchange captured, WhenSettled whenSettled) {
        ended.add(captured);
        if (holding) {
            held.add(whenSettled);
        } else {
            writer.execute(() -> whenSettled.settled(true));
        }
    }

    @Override
    public boolean accepts() {
        return accepting;
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return Objects.requireNonNull(queue.poll(5, TimeUnit.SECONDS), "nothing came within 5 s");
    }
}
