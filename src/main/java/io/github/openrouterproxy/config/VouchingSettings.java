package io.github.openrouterproxy.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who besides a key may say who somebody is. Off unless set.
 *
 * @param container whether the container's own users log in by name; its roles decide
 * @param header in which a reverse proxy names the user; null: none does
 * @param proxies addresses and networks whose header is believed
 * @param administrators names in the header that are administrators
 * @param auditors names in the header that are auditors
 */
public record VouchingSettings(
        boolean container,
        @Nullable String header,
        List<AddressRange> proxies,
        List<String> administrators,
        List<String> auditors) {
    public static final VouchingSettings OFF = new VouchingSettings(false, null, List.of(), List.of(), List.of());

    public VouchingSettings {
        proxies = List.copyOf(proxies);
        administrators = List.copyOf(administrators);
        auditors = List.copyOf(auditors);
    }
}
