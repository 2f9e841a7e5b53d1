package io.github.openrouterproxy.openai;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.github.openrouterproxy.openai.plain.Bounded;
import io.github.openrouterproxy.openai.plain.Guarded;
import io.github.openrouterproxy.openai.plain.GzipMembers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.brotli.dec.BrotliInputStream;

/**
 * Undoes a {@code Content-Encoding} (RFC 9110 §8.4.1) on a recorded copy: gzip, deflate (with or without its zlib
 * frame), br, zstd, and two of them in a row. What a few bytes unfold to is bounded. Any thread.
 */
public final class ContentDecoder {
    /** RFC 9659 allows no larger window; it bounds the memory that one answer can claim. */
    private static final int ZSTD_WINDOW_LOG = 23;

    /** The last block, empty (RFC 7932 §9.2), as it may stand where an encoder has been flushed. */
    private static final byte[] BROTLI_END = {3};

    /** Each further one multiplies what a few bytes unfold to, and nobody has a reason for a third. */
    private static final int MOST_CODINGS = 2;

    /** A small body can decode into a huge one; what is recorded as it is may be longer. */
    private static final long MOST_DECODED = 64L * 1024 * 1024;

    /**
     * What comes out between two codings is compressed itself, so that it is hardly longer than what it came out of. It
     * has a bound of its own, since the last coding may give nothing of it at all.
     */
    private static final long MOST_BETWEEN = 8L * 1024 * 1024;

    private static final int EXPANSION_BETWEEN = 16;

    private static final Pattern COMMA = Pattern.compile(",");
    private static final int BUFFER = 8192;
    private static final int ZLIB_METHOD_MASK = 0x0F;
    private static final int ZLIB_DEFLATE = 8;
    private static final int ZLIB_CHECK = 31;

    private ContentDecoder() {}

    /**
     * @param bytes as far as they could be decoded
     * @param complete false when the content was cut, broken, larger than the limit, or in an unknown coding
     */
    public record Decoded(byte[] bytes, boolean complete) {}

    /**
     * @param codings the values of all {@code Content-Encoding} lines, in their order
     * @param limit so many bytes at most are decoded, since a small body can become a huge one
     */
    public static Decoded decode(List<String> codings, byte[] bytes, int limit) {
        if (split(codings).isEmpty()) {
            return new Decoded(bytes, true);
        }
        Decoded decoded = decode(codings, new ByteArrayInputStream(bytes), bytes.length, limit);
        if (decoded.complete() || decoded.bytes().length == limit || !readsAhead(codings)) {
            return decoded;
        }
        byte[] cut = decode(codings, ended(new ByteArrayInputStream(bytes)), bytes.length, limit)
                .bytes();
        return cut.length > decoded.bytes().length ? new Decoded(cut, false) : decoded;
    }

    private static Decoded decode(List<String> codings, InputStream encoded, long length, int limit) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(Math.min(limit, BUFFER));
        try (InputStream in = open(codings, encoded, length)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                int room = limit - decoded.size();
                decoded.write(buffer, 0, Math.min(read, room));
                if (read > room) {
                    return new Decoded(decoded.toByteArray(), false);
                }
            }
            return new Decoded(decoded.toByteArray(), true);
        } catch (IOException e) {
            return new Decoded(decoded.toByteArray(), false);
        }
    }

    /** Whether the decoder takes in more than it needs for what it gives, and gives nothing of a block that was cut. */
    static boolean readsAhead(List<String> codings) {
        return split(codings).contains("br");
    }

    /** What was cut, with an end that lets a decoder that {@link #readsAhead} give what came before it. */
    static InputStream ended(InputStream cut) {
        return new SequenceInputStream(cut, new ByteArrayInputStream(BROTLI_END));
    }

    /**
     * Decodes while it is read; reading fails with {@link Bounded.Exceeded} where it becomes too much.
     *
     * @param length of what is encoded, in bytes
     * @throws IOException when a coding is unknown, or the content is not in it, or there are too many
     */
    static InputStream open(List<String> codings, InputStream encoded, long length) throws IOException {
        List<String> applied = split(codings);
        if (applied.size() > MOST_CODINGS) {
            encoded.close();
            throw new IOException("more than " + MOST_CODINGS + " content codings");
        }
        long mostDecoded = Math.max(MOST_DECODED, length);
        long mostBetween = Math.min(mostDecoded, Math.max(MOST_BETWEEN, length * EXPANSION_BETWEEN));
        InputStream in = encoded;
        try {
            for (int i = applied.size() - 1; i >= 0; i--) {
                in = new Bounded(open(applied.get(i), in), i == 0 ? mostDecoded : mostBetween);
            }
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            in.close();
            throw new IOException("no decoder for " + codings, e);
        }
        return new Guarded(in);
    }

    private static InputStream open(String coding, InputStream in) throws IOException {
        return switch (coding) {
            case "gzip", "x-gzip" -> new GzipMembers(in);
            case "deflate" -> inflate(in);
            case "br" -> new BrotliInputStream(in);
            case "zstd" -> new ZstdInputStreamNoFinalizer(unhurried(in)).setLongMax(ZSTD_WINDOW_LOG);
            default -> throw new IOException("unknown content coding " + coding);
        };
    }

    /** The decoder takes in all that is available before it gives anything; told of nothing, it gives what it can. */
    private static InputStream unhurried(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int available() {
                return 0;
            }
        };
    }

    /** Some servers send the bare deflate format under this name, against the RFC. */
    private static InputStream inflate(InputStream in) throws IOException {
        PushbackInputStream all = new PushbackInputStream(in, 2);
        byte[] start = all.readNBytes(2);
        all.unread(start);
        boolean framed = start.length == 2
                && (start[0] & ZLIB_METHOD_MASK) == ZLIB_DEFLATE
                && ((start[0] & 0xFF) * 256 + (start[1] & 0xFF)) % ZLIB_CHECK == 0;
        Inflater inflater = new Inflater(!framed);
        return new InflaterInputStream(all, inflater) {
            @Override
            public void close() throws IOException {
                super.close();
                inflater.end();
            }
        };
    }

    private static List<String> split(List<String> codings) {
        return codings.stream()
                .flatMap(COMMA::splitAsStream)
                .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
                .toList();
    }
}
