package io.github.openrouterproxy.monitor.text;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.openai.ContentDecoder;
import io.github.openrouterproxy.openai.ContentDecoder.Decoded;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A recorded body as text, its content coding undone, where it is text.
 *
 * @param mediaType without parameters, in lower case; empty when not declared
 * @param text null when the bytes are not text
 */
public record ReadableBody(String mediaType, @Nullable String text) {
    private static final int LARGEST = 64 << 20;
    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\\s;\"]+)");

    public static ReadableBody of(Body body, Headers headers) {
        String contentType = headers.first("Content-Type").orElse("");
        Decoded decoded = ContentDecoder.decode(headers.all("Content-Encoding"), body.bytes(), LARGEST);
        boolean undecodable = decoded.bytes().length == 0 && !body.isEmpty();
        boolean cut = body.truncated() || !decoded.complete();
        return new ReadableBody(
                mediaType(contentType), undecodable ? null : text(decoded.bytes(), charset(contentType), cut));
    }

    public boolean isEventStream() {
        return mediaType.equals("text/event-stream");
    }

    /** The media type that a {@code Content-Type} names, without parameters, in lower case. */
    public static String mediaType(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private static Charset charset(String contentType) {
        Matcher declared = CHARSET.matcher(contentType);
        if (!declared.find()) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(declared.group(1));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /** Strict, so that bytes which are no text are not shown as if they were; a cut body may end inside a character. */
    private static @Nullable String text(byte[] bytes, Charset charset, boolean cut) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate((int) Math.ceil(bytes.length * (double) decoder.maxCharsPerByte()));
        if (decoder.decode(ByteBuffer.wrap(bytes), text, !cut).isError()) {
            return null;
        }
        text.flip();
        return text.chars().anyMatch(c -> c == 0) ? null : text.toString();
    }
}
