package io.github.openrouterproxy.monitor.access;

import io.github.openrouterproxy.dao.ExchangeFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which figures over time an address asks for.
 *
 * @param filter with {@code from} set
 * @param bucket whole minutes
 */
public record SeriesQuery(ExchangeFilter filter, Instant from, Duration bucket) {
    private static final Pattern BUCKET = Pattern.compile("[1-9][0-9]{0,3}[mhd]");
    private static final String HOUR = "1h";
    private static final int WITHOUT_FROM = 100;
    private static final int MOST = 2_000;

    /**
     * The filter's parameters, and {@code bucket}: a number with {@code m}, {@code h} or {@code d} behind it, an hour
     * when it is missing. Without {@code from} it is the last 100 of them.
     *
     * @throws BadParameterException naming the first one that cannot be understood
     */
    public static SeriesQuery read(UnaryOperator<@Nullable String> parameters, Instant now) {
        String text =
                new QueryParameters(parameters).matching("bucket", BUCKET, "a length of time such as 5m, 1h or 1d");
        ExchangeFilter filter = ExchangeQuery.read(parameters, 1).filter();
        Duration bucket = duration(text == null ? HOUR : text);
        Instant end = filter.to() == null || filter.to().isAfter(now) ? now : filter.to();
        Instant from = filter.from() == null ? end.minus(bucket.multipliedBy(WITHOUT_FROM)) : filter.from();
        if (Duration.between(from, end).compareTo(bucket.multipliedBy(MOST)) > 0) {
            throw new BadParameterException("bucket", "longer: at most " + MOST + " fit between from and to");
        }
        return new SeriesQuery(filter.between(from, filter.to()), from, bucket);
    }

    private static Duration duration(String text) {
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
