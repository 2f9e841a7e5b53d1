package io.github.openrouterproxy.recorder.figures;

import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.exchange.Timing;
import io.github.openrouterproxy.exchange.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Sums over the recorded calls since the start. The writer thread adds, any thread reads. */
public final class CallFigures {
    private static final int ERROR_STATUS = 400;

    private final Map<Ending, LongAdder> calls = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> tokens = new ConcurrentHashMap<>();
    private final LongAdder costNanos = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final Histogram durations =
            new Histogram(.01, .02, .04, .08, .16, .32, .64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92, 163.84);
    private final Histogram firstTokens =
            new Histogram(.01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10, 30);
    private final Histogram overheads = new Histogram(.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, 1);
    private final Histogram commits = new Histogram(.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 5, 30);

    /**
     * How calls end.
     *
     * @param status its class, such as {@code 2xx}; {@code none} when there was no answer
     * @param failed with an error or an error status
     */
    public record Ending(String status, boolean failed) implements Comparable<Ending> {
        static Ending of(Exchange exchange) {
            ResponseHead response = exchange.response();
            String status = response == null ? "none" : response.status() / 100 + "xx";
            boolean failed = exchange.error() != null || (response != null && response.status() >= ERROR_STATUS);
            return new Ending(status, failed);
        }

        @Override
        public int compareTo(Ending other) {
            int byStatus = status.compareTo(other.status);
            return byStatus == 0 ? Boolean.compare(failed, other.failed) : byStatus;
        }
    }

    /**
     * A call that ended is on record.
     *
     * @param wait from its end until it was committed
     */
    public void add(Exchange exchange, Duration wait) {
        calls.computeIfAbsent(Ending.of(exchange), ending -> new LongAdder()).increment();
        retries.add(Math.max(0, exchange.attempts().size() - 1));
        add(exchange.understanding().usage());
        Timing timing = exchange.timing();
        addTo(durations, timing.finished());
        addTo(firstTokens, exchange.understanding().firstToken());
        if (!exchange.attempts().isEmpty()) {
            overheads.add(exchange.attempts().get(0).start());
        }
        commits.add(wait);
    }

    /** What became known of calls that are counted already. */
    public void addLate(List<TokenUsage> used) {
        used.forEach(this::add);
    }

    public Map<Ending, Long> calls() {
        Map<Ending, Long> sums = new TreeMap<>();
        calls.forEach((ending, count) -> sums.put(ending, count.sum()));
        return sums;
    }

    /** By their kind, in the words of OpenTelemetry's {@code gen_ai.token.type}. */
    public Map<String, Long> tokens() {
        Map<String, Long> sums = new TreeMap<>();
        tokens.forEach((kind, count) -> sums.put(kind, count.sum()));
        return sums;
    }

    public long costNanos() {
        return costNanos.sum();
    }

    /** Attempts beyond the first of each call. */
    public long retries() {
        return retries.sum();
    }

    /** From the request's head to the end. */
    public Histogram durations() {
        return durations;
    }

    public Histogram firstTokens() {
        return firstTokens;
    }

    /** From the request's head until it went on to the upstream. */
    public Histogram overheads() {
        return overheads;
    }

    /** From the end until the record was committed. */
    public Histogram commits() {
        return commits;
    }

    private void add(TokenUsage usage) {
        addTokens("input", usage.prompt());
        addTokens("output", usage.completion());
        addTokens("cached_input", usage.cached());
        addTokens("cache_creation_input", usage.cacheWrite());
        addTokens("reasoning", usage.reasoning());
        if (usage.costNanos() != null) {
            costNanos.add(usage.costNanos());
        }
    }

    private void addTokens(String kind, @Nullable Long count) {
        if (count != null) {
            tokens.computeIfAbsent(kind, name -> new LongAdder()).add(count);
        }
    }

    private static void addTo(Histogram histogram, @Nullable Duration duration) {
        if (duration != null) {
            histogram.add(duration);
        }
    }
}
