package io.github.openrouterproxy.recorder.redaction;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.openai.ContentDecoder;
import io.github.openrouterproxy.openai.ContentDecoder.Decoded;
import io.github.openrouterproxy.recorder.redaction.keys.QuotedKeys;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Takes out of a body what the rules name. Any thread. */
final class BodyRedaction {
    /** A small body can become a huge one; what comes behind is not kept. */
    private static final int MOST_DECODED = 32 * 1024 * 1024;

    private static final int LONGEST_CHARACTER = 4;
    private static final Set<String> NO_TEXT = Set.of("image", "audio", "video", "font");

    private final TextRedaction texts;
    private final boolean hasRules;
    private final long maxBytes;

    BodyRedaction(RedactionRules rules, TextRedaction texts, long maxBytes) {
        this.maxBytes = maxBytes;
        this.hasRules = !rules.isEmpty();
        this.texts = texts;
    }

    /**
     * @param ofKeys whether it is an answer that refuses or issues keys
     * @return the same when there was nothing to take out; else without content coding, of the real length, and without
     *     a hash: where little was taken out, a hash tells whoever tries all that it can have been
     */
    Body of(Headers headers, Body body, QuotedKeys keys, boolean ofKeys) {
        String type = headers.first("Content-Type").orElse("").strip().toLowerCase(Locale.ROOT);
        if (body.bytes().length == 0 || NO_TEXT.contains(type.replaceFirst("/.*", ""))) {
            return body;
        }
        Decoded decoded = ContentDecoder.decode(headers.all("Content-Encoding"), body.bytes(), MOST_DECODED);
        boolean cut = body.truncated() || !decoded.complete();
        byte[] masked = keys.in(decoded.bytes(), cut, ofKeys);
        byte[] redacted = hasRules ? redacted(type, masked, cut) : masked;
        // What cannot be decoded cannot be searched, and where there are rules it is not kept.
        if ((decoded.complete() || !hasRules) && Arrays.equals(redacted, decoded.bytes())) {
            return body;
        }
        byte[] kept = redacted.length > maxBytes ? Arrays.copyOf(redacted, (int) maxBytes) : redacted;
        return new Body(
                kept, body.length(), body.truncated() ? body.sha256() : null, cut || kept.length < redacted.length);
    }

    private byte[] redacted(String type, byte[] bytes, boolean cut) {
        int whole = cut ? wholeCharacters(bytes) : bytes.length;
        Charset charset = charset(bytes, whole);
        String text = new String(bytes, 0, whole, charset);
        String redacted = redacted(type, text);
        return redacted.equals(text) ? bytes : redacted.getBytes(charset);
    }

    private String redacted(String type, String text) {
        if (type.startsWith("text/event-stream") || DataLines.looksLikeEvents(text)) {
            return StreamRedaction.of(texts, text);
        }
        if (JsonText.looksLikeJson(text)) {
            return texts.json(text);
        }
        return type.startsWith("application/x-www-form-urlencoded") ? texts.address(text) : texts.plain(text);
    }

    /** What is not UTF-8 is read byte by byte, so that it comes back as it was. */
    private static Charset charset(byte[] bytes, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            return StandardCharsets.UTF_8;
        } catch (CharacterCodingException e) {
            return StandardCharsets.ISO_8859_1;
        }
    }

    /** The length without a character that was cut at the end. */
    private static int wholeCharacters(byte[] bytes) {
        for (int i = bytes.length - 1; i >= Math.max(0, bytes.length - LONGEST_CHARACTER); i--) {
            if ((bytes[i] & 0xC0) == 0xC0) {
                return i;
            }
            if (bytes[i] >= 0) {
                return bytes.length;
            }
        }
        return bytes.length;
    }
}
