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
 * @param cut whether there is more than {@link #LARGEST} bytes of it, of which the beginning is here
 */
public record ReadableBody(String mediaType, @Nullable String text, boolean cut) {
    /** So much of a body is read, content coding undone: a few hundred kilobytes could become gigabytes. */
    public static final int LARGEST = 16 << 20;

    private static final long LARGEST_MEMORY = 5L * LARGEST;
    private static final long LEAST_MEMORY = 2 << 20;
    private static final int MEMORY_PER_BYTE = 20;
    private static final int GREATEST_EXPANSION = 1100;
    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\\s;\"]+)");

    public static ReadableBody of(Body body, Headers headers) {
        String contentType = headers.first("Content-Type").orElse("");
        Decoded decoded = ContentDecoder.decode(headers.all("Content-Encoding"), body.bytes(), LARGEST);
        boolean undecodable = decoded.bytes().length == 0 && !body.isEmpty();
        int length = Math.min(LARGEST, decoded.bytes().length);
        boolean cut = decoded.bytes().length > LARGEST || (length == LARGEST && !decoded.complete());
        boolean breaksOff = cut || body.truncated() || !decoded.complete();
        String text =
                undecodable ? null : text(ByteBuffer.wrap(decoded.bytes(), 0, length), charset(contentType), breaksOff);
        return new ReadableBody(mediaType(contentType), text, cut);
    }

    /**
     * The memory that reading and laying out a body may take, at most. A large text takes five times its bytes:
     * decoded, copied, as characters, and as a string; a smaller one is laid out too, which can make it four times as
     * long.
     */
    public static long memory(Body body, Headers headers) {
        long recorded = body.bytes().length;
        if (recorded == 0) {
            return 0;
        }
        // Only of deflate it is known how far it can expand.
        String coding =
                String.join(",", headers.all("Content-Encoding")).strip().toLowerCase(Locale.ROOT);
        long decoded = switch (coding) {
            case "", "identity" -> recorded;
            case "gzip", "deflate" -> recorded * GREATEST_EXPANSION;
            default -> LARGEST;
        };
        return recorded + Math.min(LARGEST_MEMORY, LEAST_MEMORY + MEMORY_PER_BYTE * decoded);
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
    private static @Nullable String text(ByteBuffer bytes, Charset charset, boolean breaksOff) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate((int) Math.ceil(bytes.remaining() * (double) decoder.maxCharsPerByte()));
        if (decoder.decode(bytes, text, !breaksOff).isError()) {
            return null;
        }
        text.flip();
        String read = text.toString();
        return read.indexOf(0) >= 0 ? null : read;
    }
}
