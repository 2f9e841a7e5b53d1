package io.github.openrouterproxy.dao.sqlite.rollup;

import io.github.openrouterproxy.dao.sqlite.rollup.counts.LogHistogram;
import io.github.openrouterproxy.dao.sqlite.rollup.counts.SparseCounts;
import io.github.openrouterproxy.dao.sqlite.rollup.counts.Varints;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sums over some exchanges; two add up, and one can be taken out of another. Confined to one thread. */
final class Tally {
    /** What is summed up, and where: the stored rows have them in this order. */
    enum Sum {
        CALLS(0),
        IN_FLIGHT(1),
        FAILED(2),
        CLIENT_ERRORS(3),
        SUCCEEDED(4),
        DURATION(5),
        FIRST_TOKEN(6),
        PROMPT(7),
        COMPLETION(9),
        TOTAL(11),
        CACHED(13),
        CACHE_WRITE(15),
        REASONING(17),
        COST(19),
        COMPUTED_COST(21),
        /** Tokens that came as a stream. */
        STREAMED_TOKENS(23),
        /** From the first of them to the end. */
        STREAMED_MICROS(24);

        private final int place;

        /** @param place of the sum; where a value may be unknown, the place behind counts how often it was known */
        Sum(int place) {
            this.place = place;
        }
    }

    private static final int SUMS = 25;

    /** Of {@code exchanges e}, for {@link #add(ResultSet, int)} and {@link Series#of}. */
    static final String COLUMNS = """
            e.received_us, e.state, e.failed, e.user_fingerprint, e.user_mask, e.model, e.status, e.finished_us,
            e.first_token_us, e.prompt_tokens, e.completion_tokens, e.total_tokens, e.cached_tokens,
            e.cache_write_tokens, e.reasoning_tokens, e.cost_nanos, e.cost_source = 'computed' AS computed
            """;

    private static final List<Map.Entry<String, Sum>> TOKENS = List.of(
            Map.entry("prompt_tokens", Sum.PROMPT),
            Map.entry("total_tokens", Sum.TOTAL),
            Map.entry("cached_tokens", Sum.CACHED),
            Map.entry("cache_write_tokens", Sum.CACHE_WRITE),
            Map.entry("reasoning_tokens", Sum.REASONING));

    private final long[] sums = new long[SUMS];
    private final LogHistogram durations = new LogHistogram();
    private final LogHistogram firstTokens = new LogHistogram();
    private final SparseCounts models = new SparseCounts();

    long sum(Sum which) {
        return sums[which.place];
    }

    /** Null when no value was known. */
    @Nullable
    Long known(Sum which) {
        return sums[which.place + 1] == 0 ? null : (Long) sums[which.place];
    }

    LogHistogram durations() {
        return durations;
    }

    LogHistogram firstTokens() {
        return firstTokens;
    }

    /** Calls by model, where the model is not what tallies are kept apart by; see {@link Grain#USER}. */
    SparseCounts models() {
        return models;
    }

    boolean isEmpty() {
        return sum(Sum.CALLS) == 0;
    }

    /**
     * Adds one exchange, or takes it out.
     *
     * @param row with {@link #COLUMNS}
     * @param times 1 or -1
     */
    void add(ResultSet row, int times) throws SQLException {
        boolean failed = row.getBoolean("failed");
        boolean running = "in_flight".equals(row.getString("state"));
        add(Sum.CALLS, times);
        add(Sum.IN_FLIGHT, running ? times : 0);
        add(Sum.FAILED, failed ? times : 0);
        add(Sum.CLIENT_ERRORS, failed && row.getInt("status") / 100 == 4 ? times : 0);
        add(Sum.SUCCEEDED, failed || running ? 0 : times);
        Long finished = number(row, "finished_us");
        if (finished != null) {
            durations.add(finished, times);
            add(Sum.DURATION, times * Math.max(0, finished));
        }
        Long firstToken = number(row, "first_token_us");
        if (firstToken != null) {
            firstTokens.add(firstToken, times);
            add(Sum.FIRST_TOKEN, times * Math.max(0, firstToken));
        }
        for (Map.Entry<String, Sum> kind : TOKENS) {
            addKnown(kind.getValue(), number(row, kind.getKey()), times);
        }
        Long completion = number(row, "completion_tokens");
        addKnown(Sum.COMPLETION, completion, times);
        if (completion != null && firstToken != null && finished != null && finished > firstToken) {
            add(Sum.STREAMED_TOKENS, times * completion);
            add(Sum.STREAMED_MICROS, times * (finished - firstToken));
        }
        Long cost = number(row, "cost_nanos");
        addKnown(Sum.COST, cost, times);
        addKnown(Sum.COMPUTED_COST, row.getBoolean("computed") ? cost : null, times);
    }

    void add(Tally other) {
        for (int i = 0; i < SUMS; i++) {
            sums[i] += other.sums[i];
        }
        durations.add(other.durations);
        firstTokens.add(other.firstTokens);
        models.add(other.models);
    }

    byte[] written() {
        Varints out = Varints.toWrite();
        for (long sum : sums) {
            out.write(sum);
        }
        durations.write(out);
        firstTokens.write(out);
        models.write(out);
        return out.written();
    }

    /** Adds what {@link #written} gave. */
    void addWritten(byte[] written) {
        Varints in = Varints.of(written);
        for (int i = 0; i < SUMS; i++) {
            sums[i] += in.read();
        }
        durations.addWritten(in);
        firstTokens.addWritten(in);
        models.addWritten(in);
    }

    private void add(Sum which, long number) {
        sums[which.place] += number;
    }

    private void addKnown(Sum which, @Nullable Long number, int times) {
        if (number != null) {
            sums[which.place] += times * number;
            sums[which.place + 1] += times;
        }
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : (Long) number;
    }
}
