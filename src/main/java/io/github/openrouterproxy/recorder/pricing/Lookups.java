package io.github.openrouterproxy.recorder.pricing;

import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.dao.LookedUp;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.Understanding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks OpenRouter what a stream cost that was cut before its end told it, a few seconds later and a few times, with the
 * key of the call, which is nowhere but in memory. The answers wait until the writer has time for them. Bounded; what
 * is more is left without a cost. Any thread, where nothing else is said.
 */
public final class Lookups implements Costing {
    private static final Logger LOG = LoggerFactory.getLogger(Lookups.class);

    /** What only OpenRouter calls an answer; part of an address, so that nothing else may be in it. */
    private static final Pattern GENERATION = Pattern.compile("gen-[A-Za-z0-9_-]{1,100}");

    private static final List<Duration> WAITS =
            List.of(Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(30));
    private static final int MOST = 500;
    private static final int BATCH = 64;
    /** After so many, and none that it told, the upstream is taken for one that does not know. */
    private static final int MOST_IN_VAIN = 5;

    private static final Duration PAUSE = Duration.ofHours(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

    /** Knows what a generation used, cost included. */
    @FunctionalInterface
    public interface Upstream {
        /** May block. @return empty while it does not say */
        Optional<TokenUsage> ask(String generationId, Credential key);
    }

    private record Question(ExchangeId id, String generationId, Credential key) {}

    private final PriceBook prices;
    private final Upstream upstream;
    private final ScheduledExecutorService executor;
    private final InstantSource clock;
    /** Asked and to be asked, and answers that are not written. */
    private final AtomicInteger open = new AtomicInteger();

    private final AtomicInteger inVain = new AtomicInteger();
    private volatile boolean tells;
    private final Queue<LookedUp> answers = new ConcurrentLinkedQueue<>();
    private volatile Instant pausedUntil = Instant.MIN;
    private volatile Instant retryAt = Instant.MIN;
    /** Of the writer thread alone. */
    private boolean failing;

    private volatile Runnable wake = () -> {};

    /**
     * @param executor whose thread may wait for the upstream; once it is shut down, nothing is asked any more
     * @param clock for pauses
     */
    public Lookups(PriceBook prices, Upstream upstream, ScheduledExecutorService executor, InstantSource clock) {
        this.prices = prices;
        this.upstream = upstream;
        this.executor = executor;
        this.clock = clock;
    }

    @Override
    public Understanding of(CapturedExchange call, Understanding understood) {
        boolean cut = call.outcome() instanceof Outcome.ClientDisconnected
                || call.outcome() instanceof Outcome.UpstreamFailed;
        // some upstreams count with every piece; what has not come to its finish was not counted to its end
        boolean running = cut && understood.stream() && understood.finishReason() == null;
        Understanding priced = running ? understood : prices.complete(understood);
        String generation = priced.generationId();
        Credential key = call.key();
        if (cut
                && priced.stream()
                && priced.usage().costNanos() == null
                && generation != null
                && key != null
                && GENERATION.matcher(generation).matches()) {
            begin(new Question(call.id(), generation, key));
        }
        return priced;
    }

    @Override
    public Understanding priced(Understanding understood) {
        return prices.complete(understood);
    }

    private void begin(Question question) {
        if (clock.instant().isBefore(pausedUntil)) {
            return;
        }
        if (open.incrementAndGet() > MOST) {
            open.decrementAndGet();
            return;
        }
        schedule(question, 0);
    }

    private void schedule(Question question, int attempt) {
        ScheduledFuture<?> unused = executor.schedule(
                () -> ask(question, attempt), WAITS.get(attempt).toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ask(Question question, int attempt) {
        Optional<TokenUsage> usage = Optional.empty();
        try {
            usage = upstream.ask(question.generationId(), question.key());
        } catch (RuntimeException e) {
            LOG.debug("a generation cannot be looked up", e);
        }
        if (usage.isPresent()) {
            tells = true;
            answers.add(new LookedUp(question.id(), usage.get()));
            wake.run();
        } else if (attempt + 1 < WAITS.size()) {
            schedule(question, attempt + 1);
        } else {
            open.decrementAndGet();
            if (!tells && inVain.incrementAndGet() >= MOST_IN_VAIN) {
                inVain.set(0);
                pausedUntil = clock.instant().plus(PAUSE);
                LOG.info(
                        "the upstream does not tell what cut streams cost; it is not asked for {} min",
                        PAUSE.toMinutes());
            }
        }
    }

    @Override
    public List<TokenUsage> settle(ExchangeWriteDao dao) {
        if (!isUnsettled()) {
            return List.of();
        }
        List<LookedUp> batch = new ArrayList<>(answers.stream().limit(BATCH).toList());
        List<TokenUsage> added;
        try {
            added = dao.complete(batch);
        } catch (RuntimeException | Error e) {
            if (!failing) {
                failing = true;
                LOG.warn("what calls cost cannot be written; it waits in memory", e);
            }
            retryAt = clock.instant().plus(PAUSE_AFTER_FAILURE);
            tryAgainLater();
            return List.of();
        }
        failing = false;
        batch.forEach(answers::remove);
        open.addAndGet(-batch.size());
        return added;
    }

    private void tryAgainLater() {
        try {
            var unused = executor.schedule(() -> wake.run(), PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            LOG.warn("what {} calls cost is lost, since it could not be written before the end", answers.size());
        }
    }

    @Override
    public boolean isUnsettled() {
        return !answers.isEmpty() && !clock.instant().isBefore(retryAt);
    }

    @Override
    public void wakeBy(Runnable newWake) {
        wake = newWake;
    }
}
