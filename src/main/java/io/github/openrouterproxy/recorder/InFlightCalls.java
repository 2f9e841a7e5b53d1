package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The calls that run, and which of them are due to be written down as in flight. Any thread begins and ends calls; the
 * rest belongs to the writer thread.
 */
final class InFlightCalls {
    /** Early enough for the row to be committed when the call is 50 ms old, though Java stops for 25 ms meanwhile. */
    static final long SHOWN_AFTER = Duration.ofMillis(18).toNanos();

    /** Calls that began so soon after one that is shown by itself share its transaction. */
    static final long TOGETHER = Duration.ofMillis(10).toNanos();

    /** Of that age it goes along with what is written anyway; one transaction costs more than some rows. */
    static final long GOES_ALONG_AFTER = Duration.ofMillis(15).toNanos();

    /** Between two rows of a call that moves little data; large ones wait longer, for each row holds it anew. */
    static final long SHOWN_EVERY = Duration.ofSeconds(1).toNanos();

    /** Thousands of streams must not keep the writer busy with rows that are soon written over. */
    private static final int REFRESHES = 8;

    private static final long BETWEEN_REFRESHES = Duration.ofMillis(100).toNanos();

    /** Where they are redacted, one large row takes seconds; those that end wait for the same thread. */
    private static final int REST_AFTER_REFRESH = 10;

    private static final long MOST_BYTES = 1024 * 1024;
    /** Of rows that have not been there, or not as they should be. */
    private static final long MOST_NEW_BYTES = 8 * MOST_BYTES;

    private static final long LARGE_REQUEST = 1024 * 1024;
    private static final long LARGE_ANSWER = 256 * 1024;

    /** Of calls that ended before the writer came to look at them so many may stay, and as many as run. */
    private static final int ENDED = 1_000;

    private final Map<ExchangeId, RunningCall> running = new ConcurrentHashMap<>();
    /** In the order they began; whoever begins a call may take out what ended meanwhile. */
    private final Queue<RunningCall> fresh = new ConcurrentLinkedQueue<>();
    /** About how many these are. */
    private final AtomicInteger freshOnes = new AtomicInteger();

    private final Semaphore sweeping = new Semaphore(1);

    private final Queue<RunningCall> failed = new ArrayDeque<>();
    private final PriorityQueue<RunningCall> shown =
            new PriorityQueue<>(Comparator.comparingLong(RunningCall::nextLook));
    private long nextRefresh;

    /** @param captured what of it is to be written */
    record Glimpse(RunningCall call, CapturedExchange captured) {}

    void began(InFlightCall call, long now) {
        RunningCall begun = new RunningCall(call, now);
        running.put(call.id(), begun);
        fresh.add(begun);
        int all = freshOnes.incrementAndGet();
        if (all > ENDED && all > ENDED + 2 * running.size() && sweeping.tryAcquire()) {
            removeEnded();
        }
    }

    /** While the database is locked the writer looks at none, and they would be as many as there are calls. */
    private void removeEnded() {
        try {
            fresh.removeIf(RunningCall::hasEnded);
            freshOnes.set(fresh.size());
        } finally {
            sweeping.release();
        }
    }

    /** From now on no row is written that says it runs. @return whether one may be there */
    boolean ended(ExchangeId id) {
        RunningCall call = running.remove(id);
        if (call == null) {
            return false;
        }
        call.end();
        return call.hasRow();
    }

    int count() {
        return running.size();
    }

    /** About how many are still to be looked at, or ended before they were. */
    int freshOnes() {
        return freshOnes.get();
    }

    boolean nothingFresh() {
        return fresh.isEmpty();
    }

    /**
     * What should be written now. A call whose end was queued before is never among them; so, taking the queue first
     * and this afterwards, the writer cannot write that a call runs after having written that it ended.
     *
     * @param anyway whether something else is written in any case
     */
    List<Glimpse> due(long now, int max, boolean anyway) {
        RunningCall oldest = fresh.peek();
        boolean must = oldest != null && now - oldest.began() >= SHOWN_AFTER;
        long alone = must ? SHOWN_AFTER - TOGETHER : SHOWN_AFTER;
        long age = anyway ? GOES_ALONG_AFTER : alone;
        List<Glimpse> due = new ArrayList<>();
        long bytes = 0;
        for (int left = failed.size(); left > 0 && due.size() < max && bytes < MOST_NEW_BYTES; left--) {
            bytes += look(failed.remove(), now, due);
        }
        for (RunningCall next = fresh.peek();
                next != null && now - next.began() >= age && due.size() < max && bytes < MOST_NEW_BYTES;
                next = fresh.peek()) {
            if (fresh.remove(next)) {
                freshOnes.decrementAndGet();
                bytes += look(next, now, due);
            }
        }
        if (now >= nextRefresh) {
            refresh(now, Math.min(REFRESHES, max - due.size()), due);
        }
        return due;
    }

    /** How long it took to make the rows of calls that run: many times that passes before they are made anew. */
    void took(long nanos, long now) {
        nextRefresh = Math.max(nextRefresh, now + REST_AFTER_REFRESH * nanos);
    }

    void written(List<Glimpse> glimpses, long now) {
        for (Glimpse glimpse : glimpses) {
            glimpse.call().shown(glimpse.captured());
            lookAgain(glimpse, now);
        }
    }

    /** They are due again with the next batch. */
    void notWritten(List<Glimpse> glimpses) {
        glimpses.forEach(glimpse -> failed.add(glimpse.call()));
    }

    /** Nanoseconds until something is due; {@link Doorbell#UNTIL_RUNG} when nothing will be. */
    long untilDue(long now) {
        if (!failed.isEmpty()) {
            return 0;
        }
        RunningCall first = fresh.peek();
        long wait = first == null ? Doorbell.UNTIL_RUNG : Math.max(0, first.began() + SHOWN_AFTER - now);
        RunningCall oldest = shown.peek();
        return oldest == null ? wait : Math.min(wait, Math.max(0, Math.max(oldest.nextLook(), nextRefresh) - now));
    }

    private void refresh(long now, int max, List<Glimpse> due) {
        long bytes = 0;
        for (int looks = 0; looks < max && bytes < MOST_BYTES && isLookDue(now); ) {
            RunningCall call = shown.remove();
            CapturedExchange seen = call.look();
            if (seen == null && call.hasEnded()) {
                continue;
            }
            looks++;
            if (seen == null) {
                lookLater(call, now);
                continue;
            }
            Glimpse glimpse = new Glimpse(call, seen);
            if (call.hasChanged(seen)) {
                due.add(glimpse);
                bytes += PendingRecord.weightOf(seen);
            } else {
                lookAgain(glimpse, now);
            }
        }
        nextRefresh = now + BETWEEN_REFRESHES;
    }

    private boolean isLookDue(long now) {
        RunningCall oldest = shown.peek();
        return oldest != null && oldest.nextLook() <= now;
    }

    private void lookAgain(Glimpse glimpse, long now) {
        CapturedExchange seen = glimpse.captured();
        long parts = seen.requestBody().bytes().length / LARGE_REQUEST
                + seen.responseBody().bytes().length / LARGE_ANSWER;
        glimpse.call().lookAgainAt(now + SHOWN_EVERY * (1 + parts));
        shown.add(glimpse.call());
    }

    /** @return about how many bytes are to be written */
    private long look(RunningCall call, long now, List<Glimpse> due) {
        CapturedExchange seen = call.look();
        if (seen == null) {
            lookLater(call, now);
            return 0;
        }
        due.add(new Glimpse(call, seen));
        return PendingRecord.weightOf(seen);
    }

    /** The heap may have been full just then. */
    private void lookLater(RunningCall call, long now) {
        if (!call.hasEnded()) {
            call.lookAgainAt(now + BETWEEN_REFRESHES);
            shown.add(call);
        }
    }
}
