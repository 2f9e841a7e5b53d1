package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.config.RecordingSettings;
import io.github.openrouterproxy.config.RecordingSettings.OnFailure;
import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.CheckpointDao;
import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.recorder.Settlements.Settlement;
import io.github.openrouterproxy.recorder.figures.CallFigures;
import io.github.openrouterproxy.recorder.pricing.Costing;
import io.github.openrouterproxy.recorder.redaction.Redaction;
import io.github.openrouterproxy.recorder.retention.Retention;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records calls: one thread writes, one empties the write-ahead log beside it, one lets clients go whose record takes
 * too long. Any thread may call the front door, which never blocks; start and stop belong to boot.
 */
public final class Recorder implements CallRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final Duration LAST_WAIT = Duration.ofSeconds(1);
    private static final Duration LAST_LOOK = Duration.ofMillis(20);
    private static final long PAUSE_AFTER_FAILURE = Duration.ofMillis(100).toNanos();

    private final ExchangeWriteDao dao;
    private final Costing costing;
    private final RecordingSettings settings;
    private final RecorderLimits limits;
    private final LongSupplier nanoTime = sinceNow();
    private final WriteHealth health = new WriteHealth();
    private final CallFigures figures = new CallFigures();
    private final InFlightCalls inFlight = new InFlightCalls();
    private final Doorbell bell = new Doorbell(InFlightCalls.SHOWN_AFTER);
    private final RecordQueue queue;
    private final Settlements settlements;
    private final Checkpointer checkpointer;
    private final BatchWriter writer;
    private final Rehearsal rehearsal;
    private final Thread writerThread = daemon("recorder-writer", this::writeOn);
    private final Thread checkpointThread = daemon("recorder-checkpoint", this::checkpointOn);
    private final Thread timerThread = daemon("recorder-timer", this::settleOn);
    private volatile boolean open;
    private volatile boolean givenUp;

    /** @param costing adds what a call cost when its answer does not say so itself; must not block */
    public Recorder(
            ExchangeWriteDao dao,
            CheckpointDao checkpoints,
            KeyFingerprints fingerprints,
            RecordingSettings settings,
            StoreSettings store,
            Clock clock,
            Redaction redaction,
            Costing costing,
            RecorderLimits limits) {
        this.dao = dao;
        this.costing = costing;
        this.settings = settings;
        this.limits = limits;
        this.queue = new RecordQueue(limits.queueRecords(), limits.queueBytes(), bell::ring);
        this.settlements = new Settlements(
                settings.maxWait().toNanos(), settings.onFailure() == OnFailure.OPEN, nanoTime, health::fellBehind);
        this.checkpointer = new Checkpointer(checkpoints);
        this.writer = new BatchWriter(
                queue,
                inFlight,
                dao,
                new ExchangeAssembler(fingerprints, settings.storedKeys(), redaction, costing),
                new Retention(dao, store, clock, nanoTime),
                checkpointer,
                health,
                figures,
                nanoTime);
        this.rehearsal = new Rehearsal(
                dao,
                new ExchangeAssembler(fingerprints, settings.storedKeys(), redaction, Costing.NONE),
                checkpointer,
                nanoTime);
    }

    /** Has the writer understand and write a call that nobody made, and leaves nothing of it. Any thread. */
    public void rehearse(CapturedExchange call) {
        rehearsal.offer(call);
        bell.ring();
    }

    /** Whether that is still to be done; soon not. Any thread. */
    public boolean isRehearsing() {
        return !rehearsal.isOver();
    }

    /** Marks what the last process left running as interrupted, and begins to record. Once. */
    public void start() {
        int interrupted = dao.markInterrupted();
        if (interrupted > 0) {
            LOG.warn("{} calls were running when the last process ended; they are marked as interrupted", interrupted);
        }
        costing.wakeBy(bell::ring);
        open = true;
        List.of(writerThread, checkpointThread, timerThread).forEach(Thread::start);
    }

    /** Whether calls wait for their commit. Any thread; costs next to nothing. */
    public boolean isWriting() {
        return health.isCommitting() || !queue.isEmpty();
    }

    /** Writes what is queued for as long as that goes on, and settles the rest. What ends later is not recorded. */
    public void stop() {
        open = false;
        checkpointer.close();
        LockSupport.unpark(writerThread);
        awaitWriter();
        givenUp = true;
        bell.ring();
        join(checkpointThread, LAST_WAIT);
        if (queue.count() > 0) {
            LOG.error("{} records could not be written before the end", queue.count());
        }
        settlements.close();
        join(timerThread, LAST_WAIT);
    }

    @Override
    public void began(InFlightCall call) {
        inFlight.began(call, nanoTime.getAsLong());
        bell.ringIfDeep();
    }

    @Override
    public void ended(CapturedExchange captured, WhenSettled whenSettled) {
        Settlement settlement = settlements.await(whenSettled);
        boolean hasRow = inFlight.ended(captured.id());
        PendingRecord entry = new PendingRecord(captured, settlement, nanoTime.getAsLong());
        PendingRecord queued = open ? queued(entry) : null;
        if (queued != null) {
            bell.ring();
            return;
        }
        captured.discardRest();
        health.overflowed();
        PendingRecord outline = entry.outline("not recorded: too many records waited to be written");
        if (open && queue.offerOutline(outline, hasRow)) {
            bell.ring();
        }
        settlements.giveUp(settlement);
        if (settlements.isClosed()) {
            daemon("recorder-last", settlements::settleAll).start();
        }
    }

    /** @return it, or what there was room for; null when there was none */
    private @Nullable PendingRecord queued(PendingRecord entry) {
        if (queue.offer(entry)) {
            return entry;
        }
        PendingRecord shortened = entry.shortened();
        if (!queue.offer(shortened)) {
            return null;
        }
        entry.captured().discardRest();
        return shortened;
    }

    @Override
    public boolean accepts() {
        return settings.onFailure() == OnFailure.OPEN || (open && !isFailing() && !queue.isFull());
    }

    /** Any thread. */
    public RecorderStats stats() {
        return new RecorderStats(
                health.recorded(),
                inFlight.count(),
                queue.count(),
                queue.bytes(),
                settlements.late(),
                health.dropped(),
                health.truncated(),
                isFailing(),
                health.lastError());
    }

    /** Any thread. */
    public CallFigures figures() {
        return figures;
    }

    private boolean isFailing() {
        return health.isFailing() || health.isStuck(nanoTime.getAsLong());
    }

    private void writeOn() {
        while (!givenUp && (open || !writer.isDrained() || costing.isUnsettled())) {
            try {
                work();
            } catch (RuntimeException | Error e) {
                // A writer that ended would leave every later call without its record.
                health.failed(e);
                LockSupport.parkNanos(this, PAUSE_AFTER_FAILURE);
            }
        }
    }

    private void work() {
        rehearsal.perform(this::isIdle);
        long wait = writer.round();
        if (wait > 0) {
            settleCosts();
        }
        if (wait > 0 && (open || !writer.isDrained())) {
            rest(wait);
        }
    }

    private void settleCosts() {
        if (!writer.isPausing()) {
            health.during(nanoTime.getAsLong(), () -> checkpointer.inTurn(() -> figures.addLate(costing.settle(dao))));
        }
    }

    private void rest(long nanos) {
        if (writer.isPausing()) {
            LockSupport.parkNanos(this, nanos);
            return;
        }
        // a call that begins during a nap is not due before its end
        boolean nap = nanos <= InFlightCalls.SHOWN_AFTER;
        bell.sleep(nanos, () -> isIdle(nap) && rehearsal.isOver() && !costing.isUnsettled());
    }

    private boolean isIdle() {
        return open && !writer.isPausing() && isIdle(false);
    }

    private boolean isIdle(boolean nap) {
        return (open || queue.hasUnready()) && queue.isEmpty() && (nap || inFlight.nothingFresh());
    }

    private void checkpointOn() {
        while (!checkpointer.isClosed()) {
            checkpointer.sleep();
            checkpointer.round();
        }
    }

    private void settleOn() {
        while (!settlements.isClosed()) {
            settlements.sleep(settlements.round());
        }
        settlements.settleAll();
    }

    /** No longer than {@code stopWait} after the last record that was written. */
    private void awaitWriter() {
        long recorded = health.recorded();
        long since = nanoTime.getAsLong();
        while (writerThread.isAlive()
                && !Thread.currentThread().isInterrupted()
                && nanoTime.getAsLong() - since < limits.stopWait().toNanos()) {
            join(writerThread, LAST_LOOK);
            if (health.recorded() != recorded) {
                recorded = health.recorded();
                since = nanoTime.getAsLong();
            }
        }
    }

    private static void join(Thread thread, Duration wait) {
        try {
            thread.join(wait.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Starts at 0, so that two readings may simply be compared. */
    private static LongSupplier sinceNow() {
        long origin = System.nanoTime();
        return () -> System.nanoTime() - origin;
    }
}
