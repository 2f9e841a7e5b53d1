package io.github.openrouterproxy.config;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who may look at the monitor, and for how long a login lasts.
 *
 * @param administratorKeys empty: nobody is administrator by key
 * @param auditorKeys of those who see everything and change nothing
 * @param longestIdle after which a session ends
 * @param longestSession after which it ends however busy it is
 * @param allowedHosts names the site is reached by, in lower case; {@code *} is any
 */
public record AccessSettings(
        List<Secret> administratorKeys,
        List<Secret> auditorKeys,
        Duration longestIdle,
        Duration longestSession,
        List<String> allowedHosts,
        VouchingSettings vouching,
        Duration longestAudit) {
    private static final int SAFE_LENGTH = 16;
    private static final List<AddressRange> LOOPBACK =
            List.of(new AddressRange("127.0.0.0/8"), new AddressRange("::1"));

    public AccessSettings {
        administratorKeys = List.copyOf(administratorKeys);
        auditorKeys = List.copyOf(auditorKeys);
        allowedHosts = List.copyOf(allowedHosts);
    }

    /** Whether one of those who see everything has a key so short that it can be guessed. */
    public boolean hasShortKeys() {
        return Stream.concat(administratorKeys.stream(), auditorKeys.stream())
                .anyMatch(key -> key.value().length() < SAFE_LENGTH);
    }

    /** Whether a monitor that listens on {@code host} answers under any name that somebody points at it. */
    public boolean servesEveryNameOn(String host) {
        return allowedHosts.isEmpty()
                && !host.equalsIgnoreCase("localhost")
                && LOOPBACK.stream().noneMatch(range -> range.contains(host));
    }
}
