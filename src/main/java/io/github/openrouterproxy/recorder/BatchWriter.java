package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.recorder.InFlightCalls.Glimpse;
import io.github.openrouterproxy.recorder.figures.CallFigures;
import io.github.openrouterproxy.recorder.retention.Retention;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is queued in batches: alone and at once when calls are few, many in one transaction when they are many.
 * A batch that fails is tried again, each time half of it after twice the pause, until it is down to one record; one
 * that fails on its own while the database takes its mere outline is stored as such. Where the disk stays full, what
 * large bodies have in files on it is given up, one record's after the other, until there is room. The writer thread
 * only.
 */
final class BatchWriter {
    private static final int MAX_RECORDS = 128;
    private static final long MAX_BYTES = 8L * 1024 * 1024;
    private static final int TRIES_ALONE = 3;
    private static final long FIRST_PAUSE = Duration.ofMillis(5).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(1).toNanos();
    /** Somebody may be making room. */
    private static final long LONGEST_FULL = Duration.ofSeconds(5).toNanos();

    private final RecordQueue queue;
    private final InFlightCalls inFlight;
    private final ExchangeWriteDao dao;
    private final ExchangeAssembler assembler;
    private final Retention retention;
    private final IdleWork idleWork;
    private final Checkpointer checkpointer;
    private final WriteHealth health;
    private final CallFigures figures;
    /** Begins at 0. */
    private final LongSupplier nanoTime;

    /** Taken from the queue and not committed yet, oldest first. */
    private final Deque<PendingRecord> held = new ArrayDeque<>();

    /** Null while it is not. */
    private @Nullable Long fullSince;

    private int limit = MAX_RECORDS;
    private long pause = FIRST_PAUSE;
    private long retryAt;

    BatchWriter(
            RecordQueue queue,
            InFlightCalls inFlight,
            ExchangeWriteDao dao,
            ExchangeAssembler assembler,
            Retention retention,
            Checkpointer checkpointer,
            WriteHealth health,
            CallFigures figures,
            LongSupplier nanoTime) {
        this.queue = queue;
        this.inFlight = inFlight;
        this.dao = dao;
        this.assembler = assembler;
        this.retention = retention;
        this.idleWork = new IdleWork(retention, new OlderFile(dao, nanoTime), checkpointer);
        this.checkpointer = checkpointer;
        this.health = health;
        this.figures = figures;
        this.nanoTime = nanoTime;
    }

    /** Writes at most one batch. @return nanoseconds until there is more to do; 0 when there is already */
    long round() {
        long now = nanoTime.getAsLong();
        if (now < retryAt) {
            return retryAt - now;
        }
        List<PendingRecord> ended = nextEnded();
        List<Glimpse> running = inFlight.due(now, limit == 1 && !ended.isEmpty() ? 0 : limit, !ended.isEmpty());
        if (!ended.isEmpty() || !running.isEmpty()) {
            write(ended, running);
            return Math.max(0, retryAt - nanoTime.getAsLong());
        }
        if (health.isFailing()) {
            health.nothingWaits();
            succeeded();
        }
        AtomicLong untilMore = new AtomicLong();
        health.during(now, () -> untilMore.set(idleWork.step()));
        return Math.min(inFlight.untilDue(now), untilMore.get());
    }

    boolean isPausing() {
        return nanoTime.getAsLong() < retryAt;
    }

    /** Whether all that was queued is committed. */
    boolean isDrained() {
        return !queue.hasUnready() && noneCanBeWritten();
    }

    private boolean noneCanBeWritten() {
        return held.isEmpty() && queue.isEmpty();
    }

    private List<PendingRecord> nextEnded() {
        while (held.size() < limit) {
            PendingRecord next = queue.take();
            if (next == null) {
                break;
            }
            held.add(next);
        }
        List<PendingRecord> batch = new ArrayList<>(held.size());
        long bytes = 0;
        for (PendingRecord next : held) {
            bytes += next.weightInHand();
            if (batch.size() == limit || (bytes > MAX_BYTES && !batch.isEmpty())) {
                break;
            }
            batch.add(next);
        }
        return batch;
    }

    private void write(List<PendingRecord> ended, List<Glimpse> running) {
        List<Exchange> batch = new ArrayList<>(ended.size() + running.size());
        try {
            long now = nanoTime.getAsLong();
            if (!ended.isEmpty()) {
                dao.callsWait(ended.get(0).sinceEnd(now));
            }
            ended.forEach(entry -> batch.add(entry.exchange(assembler, health, now)));
            addRunning(running, batch);
            commit(batch);
        } catch (RuntimeException | Error e) {
            failed(ended, running, e);
            return;
        }
        long committedAt = nanoTime.getAsLong();
        for (int i = 0; i < ended.size(); i++) {
            figures.add(batch.get(i), ended.get(i).sinceEnd(committedAt));
        }
        committed(ended, batch.subList(0, ended.size()), running);
    }

    private void addRunning(List<Glimpse> running, List<Exchange> batch) {
        if (!running.isEmpty()) {
            long began = nanoTime.getAsLong();
            running.forEach(glimpse -> batch.add(assembler.assembleRunning(glimpse.captured())));
            long now = nanoTime.getAsLong();
            inFlight.took(now - began, now);
        }
    }

    private void commit(List<Exchange> batch) {
        health.duringCommit(nanoTime.getAsLong(), () -> checkpointer.inTurn(() -> figures.addLate(dao.write(batch))));
    }

    /** @param rows of those that ended */
    private void committed(List<PendingRecord> ended, List<Exchange> rows, List<Glimpse> running) {
        long bytes = 0;
        for (PendingRecord entry : ended) {
            bytes += entry.weightInHand();
            held.remove();
            queue.release(entry);
        }
        health.wrote(ended.size(), truncated(rows));
        ended.forEach(entry -> entry.settlement().settle());
        ended.forEach(entry -> entry.captured().discardRest());
        for (Glimpse glimpse : running) {
            bytes += PendingRecord.weightOf(glimpse.captured());
        }
        long now = nanoTime.getAsLong();
        inFlight.written(running, now);
        if (noneCanBeWritten()) {
            dao.noCallWaits();
            health.caughtUp();
        }
        succeeded();
        checkpointer.committed(bytes);
        long written = bytes;
        health.during(now, () -> retention.afterBatch(ended.size(), written));
    }

    /** How many of their bodies are there in part only. */
    private static int truncated(List<Exchange> rows) {
        int bodies = 0;
        for (Exchange row : rows) {
            bodies += row.requestBody().truncated() ? 1 : 0;
            bodies += row.responseBody().truncated() ? 1 : 0;
        }
        return bodies;
    }

    private void succeeded() {
        limit = Math.min(MAX_RECORDS, limit * 2);
        pause = FIRST_PAUSE;
        retryAt = 0;
        fullSince = null;
    }

    private void failed(List<PendingRecord> ended, List<Glimpse> running, Throwable failure) {
        health.failed(failure);
        dao.noCallWaits();
        boolean mayBeToBlame = !(failure instanceof DatabaseException refusal && refusal.isUnavailable());
        boolean alone = mayBeToBlame && ended.size() + running.size() == 1;
        if (alone && !ended.isEmpty() && ended.get(0).failedAlone() >= TRIES_ALONE && writeOutline(ended.get(0))) {
            return;
        }
        if (failure instanceof DatabaseException refusal && refusal.isFull()) {
            makeRoom();
        }
        // one that is only shown as running may fail for good without loss: its end is still to be written
        boolean hopeless = alone && !running.isEmpty() && running.get(0).call().failedAlone() >= TRIES_ALONE;
        if (!hopeless) {
            inFlight.notWritten(running);
        }
        limit = Math.max(1, Math.min(limit, ended.size() + running.size()) / 2);
        retryAt = nanoTime.getAsLong() + pause;
        pause = Math.min(LONGEST_PAUSE, pause * 2);
        retention.distrust();
    }

    /** Else the record in front waits for room that the files of those behind it hold, and they for it. */
    private void makeRoom() {
        long now = nanoTime.getAsLong();
        if (fullSince == null) {
            fullSince = now;
        }
        if (now - fullSince < LONGEST_FULL) {
            return;
        }
        for (PendingRecord entry : held) {
            if (entry.giveUpRest()) {
                return;
            }
        }
        queue.giveUpRest();
    }

    /** Whether the database took it, which shows that not the database but the record is to blame. */
    private boolean writeOutline(PendingRecord entry) {
        Exchange outline = assembler.outline(entry.captured(), "not recorded: " + health.lastError());
        try {
            commit(List.of(outline));
        } catch (RuntimeException | Error e) {
            return false;
        }
        health.gaveUp(entry.captured().id().toString());
        committed(List.of(entry), List.of(outline), List.of());
        return true;
    }
}
