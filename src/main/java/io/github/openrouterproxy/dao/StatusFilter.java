package io.github.openrouterproxy.dao;

/** The {@code status} criterion: {@code 200}, {@code 4xx}, {@code error} or {@code in_flight}. */
public sealed interface StatusFilter {
    record Exactly(int status) implements StatusFilter {}

    /** @param hundreds 4 for 400 to 499 */
    record HundredsOf(int hundreds) implements StatusFilter {}

    /** A recorded error, a status of 400 or more, or interrupted. */
    record Failed() implements StatusFilter {}

    record InFlight() implements StatusFilter {}
}
