package io.github.openrouterproxy.monitor.views;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A moment. Without JavaScript it is read in UTC; with it, in the viewer's zone.
 *
 * @param iso for the {@code datetime} attribute
 * @param exact date and time with milliseconds and zone
 * @param ago how long before the page was made
 */
public record TimeView(String iso, String exact, String ago) {
    private static final DateTimeFormatter ISO = utc("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");
    private static final DateTimeFormatter EXACT = utc("uuuu-MM-dd HH:mm:ss.SSS 'UTC'");

    public static TimeView of(Instant instant, Ui ui) {
        return new TimeView(
                ISO.format(instant), EXACT.format(instant), ui.texts().ago(Duration.between(instant, ui.now())));
    }

    private static DateTimeFormatter utc(String pattern) {
        return DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
    }
}
