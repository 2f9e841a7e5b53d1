package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Timing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One ended call on its way to the database. Made by any thread; once queued, the writer thread's alone. */
final class PendingRecord {
    private static final long SMALL_PARTS = 1024;
    private static final long HEADER = 64;

    private final Settlements.Settlement settlement;
    private final CapturedExchange captured;
    private final long endedAt;
    private final long weight;
    private final @Nullable String whyOutline;
    private @Nullable Exchange exchange;
    private int failures;
    private boolean restGivenUp;

    /**
     * @param endedAt by the recorder's clock
     */
    PendingRecord(CapturedExchange captured, Settlements.Settlement settlement, long endedAt) {
        this(captured, settlement, endedAt, null);
    }

    private PendingRecord(
            CapturedExchange captured, Settlements.Settlement settlement, long endedAt, @Nullable String whyOutline) {
        this.captured = captured;
        this.settlement = settlement;
        this.endedAt = endedAt;
        this.whyOutline = whyOutline;
        this.weight = weightOf(captured);
    }

    /** What is recorded when there is no room for large bodies. */
    PendingRecord shortened() {
        return new PendingRecord(captured.shortened(), settlement, endedAt, null);
    }

    /** What takes next to no room, so that the call is at least known to have ended. */
    PendingRecord outline(String why) {
        return new PendingRecord(captured.outline(), settlement, endedAt, why);
    }

    boolean isOutline() {
        return whyOutline != null;
    }

    /** About how many bytes of heap it holds. */
    long weight() {
        return weight;
    }

    /** About how many bytes of heap it takes to write it. */
    long weightInHand() {
        return weight
                + captured.requestBody().sizeInHand()
                - captured.requestBody().bytes().length
                + captured.responseBody().sizeInHand()
                - captured.responseBody().bytes().length;
    }

    Settlements.Settlement settlement() {
        return settlement;
    }

    CapturedExchange captured() {
        return captured;
    }

    /** @param now by the recorder's clock */
    Duration sinceEnd(long now) {
        return Duration.ofNanos(now - endedAt);
    }

    /** @param now by the recorder's clock: when it goes to its commit */
    Exchange exchange(ExchangeAssembler assembler, WriteHealth health, long now) {
        if (exchange == null) {
            exchange = whyOutline == null
                    ? assembler.assemble(captured.hasRest() ? health.reading(now, captured::inHand) : captured)
                    : assembler.outline(captured, whyOutline);
        }
        Timing timing = exchange.timing();
        return timing.finished() == null
                ? exchange
                : exchange.timed(timing.committedAt(timing.finished().plus(sinceEnd(now))));
    }

    /** What of its bodies is in files makes room; they are recorded cut. @return whether there was any */
    boolean giveUpRest() {
        if (restGivenUp || !captured.hasRest()) {
            return false;
        }
        restGivenUp = true;
        exchange = null;
        captured.discardRest();
        return true;
    }

    /** @return how often it has failed on its own */
    int failedAlone() {
        return ++failures;
    }

    static long weightOf(CapturedExchange captured) {
        long weight = SMALL_PARTS
                + captured.requestBody().bytes().length
                + captured.responseBody().bytes().length
                + captured.responseBody().tail().length
                + captured.request().url().length()
                + captured.request().path().length()
                + captured.pieces().packed().length
                + weightOf(captured.key())
                + weightOf(captured.request().headers());
        return captured.response() == null
                ? weight
                : weight + weightOf(captured.response().headers());
    }

    private static long weightOf(@Nullable Credential key) {
        return key == null ? 0 : key.value().length();
    }

    private static long weightOf(Headers headers) {
        long weight = 0;
        for (Header line : headers) {
            weight += HEADER + line.name().length() + line.value().length();
        }
        return weight;
    }
}
