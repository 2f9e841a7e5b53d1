package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.Pieces;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes calls that nobody made and takes them back, before somebody makes one: what Java has still to load and to
 * compile then, and SQLite to read, takes longer than a call may run without a row. It gives way to calls, and gives up
 * where it fails; then the first ones pay. Any thread offers; the rest belongs to the writer thread.
 */
final class Rehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    /** Of one call. */
    private static final int MOST_ROUNDS = 30;
    /** For the rounds behind the first one, in which Java loads what the first call would have had it load. */
    private static final long LONGEST = Duration.ofMillis(150).toNanos();

    private final ExchangeWriteDao dao;
    private final ExchangeAssembler assembler;
    private final Checkpointer checkpointer;
    private final LongSupplier nanoTime;
    private final Queue<CapturedExchange> calls = new ConcurrentLinkedQueue<>();

    /** @param assembler must not ask anybody for what a call cost */
    Rehearsal(ExchangeWriteDao dao, ExchangeAssembler assembler, Checkpointer checkpointer, LongSupplier nanoTime) {
        this.dao = dao;
        this.assembler = assembler;
        this.checkpointer = checkpointer;
        this.nanoTime = nanoTime;
    }

    void offer(CapturedExchange call) {
        calls.add(call);
    }

    /** Whether all that was offered was gone through or given up. Any thread. */
    boolean isOver() {
        return calls.isEmpty();
    }

    /** @param idle whether there is nothing else to do, asked again and again */
    void perform(BooleanSupplier idle) {
        for (CapturedExchange call = calls.peek(); call != null; call = calls.peek()) {
            try {
                perform(call, idle);
            } catch (RuntimeException | Error e) {
                LOG.debug("The first calls are written slowly", e);
                calls.clear();
                return;
            }
            calls.remove();
        }
    }

    private void perform(CapturedExchange call, BooleanSupplier idle) {
        long end = Long.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && nanoTime.getAsLong() < end && idle.getAsBoolean(); round++) {
            List<Exchange> rows = List.of(assembler.assembleRunning(running(call)), assembler.assemble(call));
            checkpointer.inTurn(() -> dao.rehearse(rows));
            end = round == 0 ? nanoTime.getAsLong() + LONGEST : end;
        }
    }

    private static CapturedExchange running(CapturedExchange call) {
        return new CapturedExchange(
                call.id(),
                call.request(),
                call.key(),
                call.requestBody(),
                null,
                Body.EMPTY,
                Pieces.NONE,
                call.timing(),
                List.of(),
                null);
    }
}
