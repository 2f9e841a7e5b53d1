package io.github.openrouterproxy.config;

import java.time.Duration;
import java.util.List;

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
    public AccessSettings {
        administratorKeys = List.copyOf(administratorKeys);
        auditorKeys = List.copyOf(auditorKeys);
        allowedHosts = List.copyOf(allowedHosts);
    }
}
