package io.github.openrouterproxy.monitor.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that show a form came from a page of ours. Each is bound to something only that browser sends: its session id
 * when logged in, a random cookie before. Nothing is stored. Any thread.
 */
public final class CsrfTokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int RANDOM_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec secret;

    public CsrfTokens() {
        this.secret = new SecretKeySpec(randomBytes(32), ALGORITHM);
    }

    /** A value for the cookie of a browser that has no session. */
    public String newBrowserId() {
        return HexFormat.of().formatHex(randomBytes(RANDOM_BYTES));
    }

    public String tokenFor(String browserId) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return HexFormat.of().formatHex(mac.doFinal(browserId.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }

    public boolean matches(@Nullable String token, String browserId) {
        return token != null
                && MessageDigest.isEqual(
                        tokenFor(browserId).getBytes(StandardCharsets.US_ASCII),
                        token.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
