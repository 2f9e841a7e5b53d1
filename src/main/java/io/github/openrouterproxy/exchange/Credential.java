package io.github.openrouterproxy.exchange;

import java.util.Optional;

/** A key in the clear. Never printed; only {@link KeyFingerprints} and the upstream request read its value. */
public record Credential(String value) {
    private static final String BEARER = "bearer ";

    /** The key a request bears: bearer token, else {@code x-api-key}, else {@code api-key}. */
    public static Optional<Credential> borneBy(Headers headers) {
        return headers.first("Authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip())
                .or(() -> headers.first("x-api-key"))
                .or(() -> headers.first("api-key"))
                .filter(value -> !value.isBlank())
                .map(Credential::new);
    }

    @Override
    public String toString() {
        return "Credential[…]";
    }
}
