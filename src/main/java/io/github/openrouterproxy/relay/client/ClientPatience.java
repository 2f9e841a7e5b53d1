package io.github.openrouterproxy.relay.client;

import io.github.openrouterproxy.exchange.Headers;
import java.time.Duration;

/** How long a client waits for an answer, as the SDKs of the field say it in their headers. */
public final class ClientPatience {
    private static final Duration ENDLESS = Duration.ofDays(365);

    private ClientPatience() {}

    /** What is left of it after {@code elapsed}; a year where the client says nothing. */
    public static Duration left(Headers headers, Duration elapsed) {
        return headers.first("x-stainless-read-timeout")
                .or(() -> headers.first("x-stainless-timeout"))
                .map(ClientPatience::seconds)
                .orElse(ENDLESS)
                .minus(elapsed);
    }

    private static Duration seconds(String text) {
        try {
            double seconds = Double.parseDouble(text.strip());
            return seconds > 0 && seconds < ENDLESS.toSeconds() ? Duration.ofMillis((long) (seconds * 1000)) : ENDLESS;
        } catch (NumberFormatException e) {
            return ENDLESS;
        }
    }
}
