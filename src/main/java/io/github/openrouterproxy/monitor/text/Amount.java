package io.github.openrouterproxy.monitor.text;

/**
 * A figure for people.
 *
 * @param text short, such as {@code 1.2 s}
 * @param exact for those who want to know, such as {@code 1234.567 ms}; empty when nothing is known
 */
public record Amount(String text, String exact) {
    public static final Amount UNKNOWN = new Amount("–", "");

    public boolean known() {
        return !exact.isEmpty();
    }
}
