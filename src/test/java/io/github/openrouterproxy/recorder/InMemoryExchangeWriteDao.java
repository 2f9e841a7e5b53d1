package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.dao.LookedUp;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.ExchangeState;
import io.github.openrouterproxy.exchange.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Keeps rows in a map; can fail, refuse single rows, and be stuck. Any thread. */
final class InMemoryExchangeWriteDao implements ExchangeWriteDao {
    /** Every row takes as much room in the file, if not told otherwise. */
    static final long ROW_BYTES = 1000;

    /** By one step. */
    static final long GIVEN_BACK = 4L << 20;

    private final Map<Long, Exchange> rows = new ConcurrentSkipListMap<>();
    private final List<List<Exchange>> batches = new CopyOnWriteArrayList<>();
    private final List<LookedUp> completed = new CopyOnWriteArrayList<>();
    private final List<Integer> deletions = new CopyOnWriteArrayList<>();
    private volatile ToLongFunction<Exchange> rowBytes = row -> ROW_BYTES;
    private volatile boolean broken;
    private volatile @Nullable Error lasting;
    private final AtomicInteger outsideFigures = new AtomicInteger();
    private final AtomicInteger oldHashes = new AtomicInteger();
    private final AtomicLong freeBytes = new AtomicLong();
    private final AtomicInteger counts = new AtomicInteger();
    private volatile Predicate<Exchange> refused = exchange -> false;
    private volatile Predicate<Exchange> tooLarge = exchange -> false;
    private volatile @Nullable CountDownLatch stall;
    private volatile @Nullable CountDownLatch otherStall;
    private volatile Runnable commit = () -> {};
    private volatile List<TokenUsage> late = List.of();
    private volatile @Nullable Duration waiting;
    private final List<List<Exchange>> rehearsed = new CopyOnWriteArrayList<>();

    /** What readers were told of the call that has waited longest; null when none waits. */
    @Nullable
    Duration waiting() {
        return waiting;
    }

    /** Every write fails until {@link #repair()}. */
    void breakDown() {
        broken = true;
    }

    /** What is not a write of calls fails so until {@link #repair()}. */
    void failsWith(Error error) {
        lasting = error;
    }

    void repair() {
        broken = false;
        lasting = null;
    }

    private void mayFail() {
        waitFor(otherStall);
        if (broken) {
            throw new DatabaseException("disk full");
        }
        Error error = lasting;
        if (error != null) {
            throw error;
        }
    }

    /** Batches with such a row fail, as if its content were the reason. */
    void refuse(Predicate<Exchange> rows) {
        refused = rows;
    }

    /** What happens during each write. */
    void takes(Runnable time) {
        commit = time;
    }

    /** Every write waits until the latch opens. */
    CountDownLatch stall() {
        CountDownLatch latch = new CountDownLatch(1);
        stall = latch;
        return latch;
    }

    /** Everything but the writing of calls waits until the latch opens. */
    CountDownLatch stallOtherWork() {
        CountDownLatch latch = new CountDownLatch(1);
        otherStall = latch;
        return latch;
    }

    Optional<Exchange> row(ExchangeId id) {
        return Optional.ofNullable(rows.get(id.value()));
    }

    List<Exchange> rows() {
        return List.copyOf(rows.values());
    }

    List<List<Exchange>> batches() {
        return batches;
    }

    /** So many rows are not in the figures. */
    void leavesOutOfFigures(int number) {
        outsideFigures.set(number);
    }

    /** It takes so many steps to take them away. */
    void holdsOldHashes(int steps) {
        oldHashes.set(steps);
    }

    int outsideFigures() {
        return outsideFigures.get();
    }

    /** How often it was asked for the number of rows. */
    int counts() {
        return counts.get();
    }

    /** How many rows each deletion took. */
    List<Integer> deletions() {
        return deletions;
    }

    /** There is no room for such rows; for others there is. */
    void lacksRoomFor(Predicate<Exchange> rows) {
        tooLarge = rows;
    }

    @Override
    public List<TokenUsage> write(List<Exchange> batch) {
        waitFor(stall);
        if (broken) {
            throw new DatabaseException("disk full");
        }
        if (batch.stream().anyMatch(tooLarge)) {
            throw DatabaseException.full("disk full", null);
        }
        if (batch.stream().anyMatch(refused)) {
            throw new DatabaseException("row refused");
        }
        commit.run();
        batches.add(List.copyOf(batch));
        batch.forEach(exchange -> rows.put(exchange.id().value(), exchange));
        return late;
    }

    List<List<Exchange>> rehearsed() {
        return rehearsed;
    }

    @Override
    public void callsWait(Duration first) {
        waiting = first;
    }

    @Override
    public void noCallWaits() {
        waiting = null;
    }

    @Override
    public void rehearse(List<Exchange> batch) {
        if (broken) {
            throw new DatabaseException("disk full");
        }
        rehearsed.add(List.copyOf(batch));
        commit.run();
    }

    /** Each write adds so much to calls that were there before. */
    void addsLate(TokenUsage... used) {
        late = List.of(used);
    }

    @Override
    public int markInterrupted() {
        return (int) rows.values().stream()
                .filter(exchange -> exchange.state() == ExchangeState.IN_FLIGHT)
                .peek(exchange -> rows.put(exchange.id().value(), interrupted(exchange)))
                .count();
    }

    @Override
    public List<TokenUsage> complete(List<LookedUp> answers) {
        waitFor(otherStall);
        if (broken) {
            throw new DatabaseException("disk full");
        }
        completed.addAll(answers);
        return answers.stream().map(LookedUp::usage).toList();
    }

    List<LookedUp> completed() {
        return completed;
    }

    @Override
    public long newestId() {
        return rows.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    @Override
    public long countEnded() {
        counts.incrementAndGet();
        return rows.values().stream()
                .filter(exchange -> exchange.state() != ExchangeState.IN_FLIGHT)
                .count();
    }

    @Override
    public long giveBackSpace() {
        long step = Math.min(freeBytes.get(), GIVEN_BACK);
        freeBytes.addAndGet(-step);
        return step;
    }

    /** So much of the file is free. */
    void free(long bytes) {
        freeBytes.set(bytes);
    }

    long freeBytes() {
        return freeBytes.get();
    }

    @Override
    public int deleteOldest(int limit) {
        return deleteOlderThan(new ExchangeId(Long.MAX_VALUE), limit);
    }

    @Override
    public boolean takeIntoFigures(int most) {
        mayFail();
        return outsideFigures.updateAndGet(left -> Math.max(0, left - most)) > 0;
    }

    @Override
    public OptionalLong removeOldHashes() {
        return oldHashes.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                ? OptionalLong.of(ROW_BYTES)
                : OptionalLong.empty();
    }

    @Override
    public long usedBytes() {
        return rows.values().stream().mapToLong(rowBytes).sum();
    }

    void rowBytes(ToLongFunction<Exchange> bytes) {
        rowBytes = bytes;
    }

    @Override
    public int oldestWithin(long bytes, int limit) {
        long total = 0;
        int number = 0;
        for (Exchange row : oldest(limit)) {
            total += rowBytes.applyAsLong(row);
            if (total > bytes) {
                return Math.max(1, number);
            }
            number++;
        }
        return limit;
    }

    private List<Exchange> oldest(int limit) {
        return rows.values().stream()
                .filter(exchange -> exchange.state() != ExchangeState.IN_FLIGHT)
                .limit(limit)
                .toList();
    }

    @Override
    public int deleteOlderThan(ExchangeId oldestKept, int limit) {
        mayFail();
        List<Long> oldest = rows.values().stream()
                .filter(exchange -> exchange.state() != ExchangeState.IN_FLIGHT)
                .filter(exchange -> exchange.id().compareTo(oldestKept) < 0)
                .limit(limit)
                .map(exchange -> exchange.id().value())
                .toList();
        oldest.forEach(rows::remove);
        deletions.add(oldest.size());
        return oldest.size();
    }

    private static Exchange interrupted(Exchange exchange) {
        return new Exchange(
                exchange.id(),
                ExchangeState.INTERRUPTED,
                exchange.request(),
                exchange.authorization(),
                exchange.user(),
                exchange.requestBody(),
                exchange.response(),
                exchange.responseBody(),
                exchange.pieces(),
                exchange.timing(),
                exchange.attempts(),
                exchange.error(),
                exchange.understanding());
    }

    private static void waitFor(@Nullable CountDownLatch latch) {
        try {
            if (latch != null) {
                latch.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
