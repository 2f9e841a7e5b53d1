package io.github.openrouterproxy.dao.sqlite.table;

import io.github.openrouterproxy.dao.SearchText;
import io.github.openrouterproxy.dao.sqlite.file.ReadersPause;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

/**
 * Lets the calls that wait too long for their commit go first: who reads for long rests now and then until none does,
 * but works a fifth of the time at the least. Confined to one question.
 */
public final class Courtesy {
    private static final int REST_TO_WORK = 4;
    /** It may rest in a snapshot, which keeps the log from starting over. */
    private static final long LONGEST_REST = Duration.ofMillis(50).toNanos();

    private static final long STEP = Duration.ofNanos(500_000).toNanos();

    private final LongPredicate late;
    private final LongSupplier clock;
    private final LongConsumer sleep;
    private long workingSince;

    Courtesy(ReadersPause pause) {
        this(pause::isRecorderLate, System::nanoTime, LockSupport::parkNanos);
    }

    /**
     * @param late whether calls wait for too long, at a time of the clock
     * @param clock in nanoseconds
     */
    public Courtesy(LongPredicate late, LongSupplier clock, LongConsumer sleep) {
        this.late = late;
        this.clock = clock;
        this.sleep = sleep;
        this.workingSince = clock.getAsLong();
    }

    /** To be called after each little piece of work. */
    public void giveWay() {
        long now = clock.getAsLong();
        long end = now + Math.min(LONGEST_REST, REST_TO_WORK * (now - workingSince));
        while (now < end && late.test(now)) {
            sleep.accept(Math.min(STEP, end - now));
            now = clock.getAsLong();
        }
        workingSince = now;
    }

    /** The same texts, each after giving way. */
    public SearchText before(SearchText texts) {
        return (request, requestBody, response, responseBody) -> {
            giveWay();
            return texts.of(request, requestBody, response, responseBody);
        };
    }
}
