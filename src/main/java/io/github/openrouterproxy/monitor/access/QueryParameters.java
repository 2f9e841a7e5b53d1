package io.github.openrouterproxy.monitor.access;

import io.github.openrouterproxy.dao.StatusFilter;
import io.github.openrouterproxy.exchange.ExchangeId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one kind of query parameter each; blank is the same as absent. Confined to one thread. */
final class QueryParameters {
    private static final Pattern STATUS = Pattern.compile("[1-5]\\d\\d");
    private static final Pattern HUNDREDS = Pattern.compile("[1-5]xx");
    /** Java would read the digits of every script, and a sign. */
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    /** Java knows years that no database counts in milliseconds. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final int LONGEST_TEXT = 2000;

    private final UnaryOperator<@Nullable String> parameters;

    QueryParameters(UnaryOperator<@Nullable String> parameters) {
        this.parameters = parameters;
    }

    @Nullable
    String text(String name) {
        return read(
                name, "at most " + LONGEST_TEXT + " characters", text -> text.length() <= LONGEST_TEXT ? text : null);
    }

    @Nullable
    String matching(String name, Pattern pattern, String accepted) {
        return read(name, accepted, text -> pattern.matcher(text).matches() ? text : null);
    }

    @Nullable
    Boolean flag(String name) {
        return read(name, "true or false", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        });
    }

    int number(String name, int fallback, int most) {
        Integer number = read(name, "a number from 1 to " + most, text -> {
            long value = digits(text);
            return value >= 1 && value <= most ? (int) value : null;
        });
        return number == null ? fallback : number;
    }

    @Nullable
    Duration millis(String name) {
        return read(name, "a number of milliseconds", text -> {
            long value = digits(text);
            return value >= 0 ? Duration.ofMillis(value) : null;
        });
    }

    @Nullable
    Instant instant(String name) {
        return read(name, "a time such as 2026-11-01T14:03:00Z", text -> {
            Instant time = OffsetDateTime.parse(text).toInstant();
            return time.isBefore(EARLIEST) || time.isAfter(LATEST) ? null : time;
        });
    }

    @Nullable
    StatusFilter status(String name) {
        return read(name, "a status such as 200 or 4xx, error or in_flight", QueryParameters::statusIn);
    }

    @Nullable
    ExchangeId id(String name) {
        return read(
                name, "the id of an exchange", text -> ExchangeId.parse(text).orElse(null));
    }

    /** The number; -1 when it is none. */
    private static long digits(String text) {
        return DIGITS.matcher(text).matches() ? Long.parseLong(text) : -1;
    }

    private static @Nullable StatusFilter statusIn(String text) {
        if (text.equals("error")) {
            return new StatusFilter.Failed();
        }
        if (text.equals("in_flight")) {
            return new StatusFilter.InFlight();
        }
        if (STATUS.matcher(text).matches()) {
            return new StatusFilter.Exactly(Integer.parseInt(text));
        }
        return HUNDREDS.matcher(text).matches() ? new StatusFilter.HundredsOf(text.charAt(0) - '0') : null;
    }

    private <T> @Nullable T read(String name, String accepted, Function<String, @Nullable T> parser) {
        String text = parameters.apply(name);
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return Optional.ofNullable(parser.apply(text)).orElseThrow(() -> new BadParameterException(name, accepted));
        } catch (DateTimeException e) {
            throw new BadParameterException(name, accepted);
        }
    }
}
