package io.github.openrouterproxy.dao.sqlite.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts bodies with AES-256-GCM: a random nonce of 96 bits, the ciphertext, the tag of 128 bits. Each is bound to
 * its exchange, its field and its key, so that none can be put in another's place. Any thread.
 */
public final class BodySeal {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_ID_BYTES = 8;

    /** What is encrypted. */
    public enum Field {
        REQUEST_BODY,
        RESPONSE_BODY
    }

    /** @param keyId null: the bytes are not encrypted */
    public record Sealed(byte[] bytes, @Nullable String keyId) {}

    private final SecureRandom random = new SecureRandom();
    private final Map<String, SecretKey> keys = new LinkedHashMap<>();

    /** @param keys of 64 hexadecimal digits each; the first encrypts, all decrypt; none: nothing is encrypted */
    public BodySeal(List<String> keys) {
        for (String key : keys) {
            byte[] bytes = HexFormat.of().parseHex(key);
            this.keys.put(idOf(bytes), new SecretKeySpec(bytes, "AES"));
        }
    }

    /** Which key encrypts; empty when nothing is to be encrypted. */
    public Optional<String> keyId() {
        return keys.keySet().stream().findFirst();
    }

    public Sealed seal(long exchange, Field field, byte[] plain) {
        String keyId = keyId().orElse(null);
        if (keyId == null || plain.length == 0) {
            return new Sealed(plain, null);
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, exchange, field, keyId, nonce);
            byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(plain.length));
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
            return new Sealed(sealed, keyId);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES-GCM", e);
        }
    }

    /**
     * @param keyId null: the bytes are not encrypted
     * @return empty when the key is not there, or the bytes are not what was written in this place
     */
    public Optional<byte[]> open(long exchange, Field field, @Nullable String keyId, byte[] sealed) {
        if (keyId == null) {
            return Optional.of(sealed);
        }
        if (!keys.containsKey(keyId) || sealed.length < NONCE_BYTES) {
            return Optional.empty();
        }
        try {
            byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, exchange, field, keyId, nonce);
            return Optional.of(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            // a wrong tag is no surprise: it is what tampering looks like
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, long exchange, Field field, String keyId, byte[] nonce)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, keys.get(keyId), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(ByteBuffer.allocate(Long.BYTES).putLong(exchange).array());
        cipher.updateAAD((field + " " + keyId).getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    /** Tells keys apart, and nothing about them. */
    private static String idOf(byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("openrouter-proxy key id".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(key), 0, KEY_ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
