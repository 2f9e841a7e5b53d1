package io.github.openrouterproxy.bars;

import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.recorder.Recorder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Semaphore;

/**
 * Fills a database by way of the recorder, and then its index. {@code FillStore file rows [stop]}: of so many rows in
 * the end; at {@code stop} it stops for now, and goes on when it is started again.
 */
final class FillStore {
    private static final Duration SPAN = Duration.ofDays(42);
    private static final int WAITING = 2_000;
    private static final int SLICE = 500;

    private FillStore() {}

    public static void main(String[] arguments) throws InterruptedException {
        long rows = Long.parseLong(arguments[1]);
        long stop = arguments.length > 2 ? Long.parseLong(arguments[2]) : rows;
        try (Store store = Store.open(Path.of(arguments[0]))) {
            long start = System.nanoTime();
            report("recorded", record(store, rows, stop), start);
            start = System.nanoTime();
            report("indexed", index(store), start);
        }
    }

    private static long record(Store store, long rows, long stop) throws InterruptedException {
        Duration apart = SPAN.dividedBy(rows);
        long there = store.database().writer().countEnded();
        Instant next = there == 0
                ? Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(SPAN)
                : new ExchangeId(store.database().writer().newestId())
                        .received()
                        .plus(apart);
        Calls calls = new Calls(next.minus(apart.multipliedBy(there)), apart);
        Semaphore room = new Semaphore(WAITING);
        Recorder recorder = store.recorder();
        for (long number = there; number < stop; number++) {
            room.acquire();
            recorder.ended(calls.call(number), mayEnd -> room.release());
        }
        room.acquire(WAITING);
        recorder.stop();
        if (store.database().writer().countEnded() != Math.max(there, stop)) {
            throw new IllegalStateException("not all were recorded: " + recorder.stats());
        }
        return stop - there;
    }

    private static long index(Store store) {
        long done = 0;
        for (int slice = SLICE; slice == SLICE; done += slice) {
            slice = store.database().index().indexEnded(SLICE);
        }
        return done;
    }

    private static void report(String what, long rows, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%s %,d exchanges in %.0f s, %.0f a second%n", what, rows, seconds, rows / seconds);
    }
}
