package io.github.openrouterproxy.exchange;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
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

    public KeyFingerprints(byte[] secret) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    public ApiKey of(Credential key) {
        return new ApiKey(fingerprint(key.value()), mask(key.value()));
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
