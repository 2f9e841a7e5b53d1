package io.github.openrouterproxy.exchange;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns keys into what may be stored: an HMAC-SHA256 fingerprint under this installation's secret, and a mask. Any
 * thread.
 */
public final class KeyFingerprints {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int FINGERPRINT_BYTES = 16;
    private static final int SHORTEST_SHOWN = 20;
    private static final int HEAD_SHOWN = 6;
    private static final int TAIL_SHOWN = 4;

    private final SecretKeySpec secret;
    private final Map<String, String> names;

    public KeyFingerprints(byte[] secret) {
        this(new SecretKeySpec(secret, ALGORITHM), Map.of());
    }

    private KeyFingerprints(SecretKeySpec secret, Map<String, String> names) {
        this.secret = secret;
        this.names = names;
    }

    /** The same, with a name instead of a mask for some keys: of these not one character is shown. */
    public KeyFingerprints naming(String name, List<Credential> keys) {
        Map<String, String> all = new HashMap<>(names);
        keys.forEach(key -> all.putIfAbsent(fingerprint(key.value()), name));
        return new KeyFingerprints(secret, Map.copyOf(all));
    }

    public ApiKey of(Credential key) {
        String fingerprint = fingerprint(key.value());
        return new ApiKey(
                fingerprint, Optional.ofNullable(names.get(fingerprint)).orElseGet(() -> mask(key.value())));
    }

    private String fingerprint(String value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            byte[] digest = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }

    private static String mask(String value) {
        if (value.length() < SHORTEST_SHOWN) {
            return "…";
        }
        return value.substring(0, HEAD_SHOWN) + "…" + value.substring(value.length() - TAIL_SHOWN);
    }
}
