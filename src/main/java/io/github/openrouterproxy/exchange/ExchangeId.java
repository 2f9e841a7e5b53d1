package io.github.openrouterproxy.exchange;

import java.time.Instant;
import java.util.Optional;

/**
 * The id of one exchange, ordered by time: milliseconds since 1970 in the upper 43 bits, a counter in the lower 20.
 * Written as 16 lower-case hexadecimal digits, so that text order is time order too.
 */
public record ExchangeId(long value) implements Comparable<ExchangeId> {
    private static final int COUNTER_BITS = 20;
    private static final int TEXT_LENGTH = 16;

    /** The smallest id an exchange received at {@code instant} can have. */
    public static ExchangeId atOrAfter(Instant instant) {
        return new ExchangeId(instant.toEpochMilli() << COUNTER_BITS);
    }

    /** Reads what {@link #toString()} wrote; empty for anything else. */
    public static Optional<ExchangeId> parse(String text) {
        if (text.length() != TEXT_LENGTH || !text.chars().allMatch(ExchangeId::isLowerHex) || text.charAt(0) > '7') {
            return Optional.empty();
        }
        return Optional.of(new ExchangeId(Long.parseUnsignedLong(text, 16)));
    }

    public Instant received() {
        return Instant.ofEpochMilli(value >>> COUNTER_BITS);
    }

    @Override
    public int compareTo(ExchangeId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        String digits = Long.toHexString(value);
        return "0".repeat(TEXT_LENGTH - digits.length()) + digits;
    }

    private static boolean isLowerHex(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
}
