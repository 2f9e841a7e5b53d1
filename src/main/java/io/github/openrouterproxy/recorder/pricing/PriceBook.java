package io.github.openrouterproxy.recorder.pricing;

import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.openai.catalog.ModelPrice;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the cost to a call that told its tokens only, at the upstream's prices. They are fetched when the first call
 * needs them, and again when they are old; a call that comes before them stays without a cost. Any thread.
 */
public final class PriceBook {
    private static final Logger LOG = LoggerFactory.getLogger(PriceBook.class);
    private static final Duration FRESH = Duration.ofHours(6);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(2);

    private final Supplier<Optional<Map<String, ModelPrice>>> upstream;
    private final Executor executor;
    private final InstantSource clock;
    private final AtomicBoolean fetching = new AtomicBoolean();
    private volatile Map<String, ModelPrice> prices = Map.of();
    private volatile Instant nextFetch = Instant.MIN;

    /**
     * @param upstream gives the prices by model, none when it has none, or empty when it did not answer; may block
     * @param executor to ask it on
     */
    public PriceBook(Supplier<Optional<Map<String, ModelPrice>>> upstream, Executor executor, InstantSource clock) {
        this.upstream = upstream;
        this.executor = executor;
        this.clock = clock;
    }

    /** Never blocks, never throws. @return the same when its cost is known already or cannot be worked out */
    public Understanding complete(Understanding understanding) {
        TokenUsage usage = understanding.usage();
        boolean told = usage.costNanos() != null || usage.cost().upstreamNanos() != null;
        if (told || usage.prompt() == null) {
            return understanding;
        }
        fetchWhenDue();
        ModelPrice price = price(understanding.model(), understanding.askedModel());
        Cost cost = price == null ? Cost.UNKNOWN : price.cost(usage);
        return cost.nanos() == null ? understanding : understanding.using(usage.costing(cost));
    }

    private @Nullable ModelPrice price(@Nullable String answered, @Nullable String asked) {
        if (answered == null) {
            return null;
        }
        // "model:free" answers as "model", which costs something else
        if (asked != null && asked.startsWith(answered + ":")) {
            return prices.get(asked);
        }
        ModelPrice price = prices.get(answered);
        boolean dated = price == null && asked != null && answered.startsWith(asked + "-");
        return dated ? prices.get(asked) : price;
    }

    private void fetchWhenDue() {
        if (clock.instant().isBefore(nextFetch) || !fetching.compareAndSet(false, true)) {
            return;
        }
        executor.execute(() -> {
            try {
                fetch();
            } finally {
                fetching.set(false);
            }
        });
    }

    private void fetch() {
        Duration pause = PAUSE_AFTER_FAILURE;
        try {
            Optional<Map<String, ModelPrice>> answer = upstream.get();
            if (answer.isPresent()) {
                pause = FRESH;
                if (!answer.get().isEmpty()) {
                    prices = answer.get();
                    LOG.debug("{} models have a price", prices.size());
                }
            }
        } catch (RuntimeException e) {
            LOG.debug("the upstream's prices could not be read", e);
        }
        nextFetch = clock.instant().plus(pause);
    }
}
