package io.github.openrouterproxy.relay.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A point of time as HTTP writes it: in one way, but two older ones must be understood (RFC 9110, section 5.6.7). */
public final class HttpDate {
    private static final DateTimeFormatter RFC_850 = new DateTimeFormatterBuilder()
            .appendPattern("EEEE, dd-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, Year.of(2000).atDay(1))
            .appendPattern(" HH:mm:ss 'GMT'")
            .toFormatter(Locale.US)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US).withZone(ZoneOffset.UTC);
    private static final List<DateTimeFormatter> WAYS = List.of(DateTimeFormatter.RFC_1123_DATE_TIME, RFC_850, ASCTIME);

    private HttpDate() {}

    /** Empty for anything else. */
    public static Optional<Instant> parse(String text) {
        for (DateTimeFormatter way : WAYS) {
            try {
                return Optional.of(Instant.from(way.parse(text.strip())));
            } catch (DateTimeException e) {
                // perhaps it is written in the next way
            }
        }
        return Optional.empty();
    }
}
