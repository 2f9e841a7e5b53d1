package io.github.openrouterproxy.monitor.overview;

import io.github.openrouterproxy.monitor.access.BadParameterException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The spans of time that the first page offers, and how long a stretch of their charts is. */
public enum Span {
    QUARTER("15m", Duration.ofMinutes(15), Duration.ofMinutes(1)),
    HOUR("1h", Duration.ofHours(1), Duration.ofMinutes(1)),
    DAY("24h", Duration.ofHours(24), Duration.ofHours(1)),
    WEEK("7d", Duration.ofDays(7), Duration.ofHours(6)),
    MONTH("30d", Duration.ofDays(30), Duration.ofDays(1)),
    ALL("all", null, Duration.ofDays(1));

    private final String tag;
    private final @Nullable Duration length;
    private final Duration bucket;

    Span(String tag, @Nullable Duration length, Duration bucket) {
        this.tag = tag;
        this.length = length;
        this.bucket = bucket;
    }

    /** @throws BadParameterException when there is no such span */
    public static Span of(@Nullable String tag) {
        if (tag == null || tag.isBlank()) {
            return ALL;
        }
        List<String> tags = Arrays.stream(values()).map(Span::tag).toList();
        return Arrays.stream(values())
                .filter(span -> span.tag.equals(tag))
                .findFirst()
                .orElseThrow(() -> new BadParameterException("range", "one of " + String.join(", ", tags)));
    }

    /** In addresses. */
    public String tag() {
        return tag;
    }

    public Duration bucket() {
        return bucket;
    }

    /** The beginning of its first stretch; null for everything. */
    public @Nullable Instant from(Instant now) {
        if (length == null) {
            return null;
        }
        long seconds = bucket.toSeconds();
        return Instant.ofEpochSecond(now.minus(length).getEpochSecond() / seconds * seconds);
    }

    /** The beginning of the span before it, which is as long; null for everything. */
    public @Nullable Instant before(Instant now) {
        Instant from = from(now);
        return from == null
                ? null
                : from.minus(Duration.between(from, now).truncatedTo(java.time.temporal.ChronoUnit.MINUTES));
    }
}
