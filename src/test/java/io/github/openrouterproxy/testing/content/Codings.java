package io.github.openrouterproxy.testing.content;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Content as servers would encode it, flushed after each piece. */
public final class Codings {
    /** {@code hello hello hello hello} and a line feed in br, for which Java has no encoder at hand. */
    public static final byte[] BROTLI_HELLO = HexFormat.of().parseHex("1b1700f88d946ede445586d60a206c6f4a1179e280ae16");

    /** Two events in br: a chunk with the content "hi", and a usage of 3 prompt tokens. */
    public static final byte[] BROTLI_EVENTS = HexFormat.of()
            .parseHex("1b5400c08cd30d75a98fba07df7b4bf5ef85aa5daa822210cc1fda4d2a74f539c601fb"
                    + "830db44c83e00d1eb2d29e5e0c4014e67345d54c3ac8081f3126ffa6dbccb190c9b357be56862f2a9200");

    private static final byte[][] BROTLI_FLUSHED = {
        HexFormat.of()
                .parseHex("0b20000004323d7fa1cff1804aba0c86e39f3505871c389cac2d0ab38c828db135049b12218bd5667941"
                        + "db882d64501b71675e71719fc503dc0a92932a03"),
        HexFormat.of().parseHex("780100400a2d2d2b0186983c2eec4f529001"),
        HexFormat.of().parseHex("88010040f464fd253e6b9ad44d48c650c1069c436c8926b89d05d7412e6ca3eda9ec8bc1b734fd070c03")
    };

    private Codings() {}

    /** A role, the content "hi", and a usage of 3 prompt tokens, from an encoder of br that was flushed after each. */
    public static byte[][] brotliFlushed() {
        return BROTLI_FLUSHED.clone();
    }

    /** @return for each piece what came out when it was flushed; the last with the coding's end */
    public static byte[][] encode(String coding, byte[]... pieces) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            OutputStream encoder = encoder(coding, out);
            byte[][] encoded = new byte[pieces.length][];
            for (int i = 0; i < pieces.length; i++) {
                encoder.write(pieces[i]);
                encoder.flush();
                if (i == pieces.length - 1) {
                    encoder.close();
                }
                encoded[i] = out.toByteArray();
                out.reset();
            }
            return encoded;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OutputStream encoder(String coding, OutputStream out) throws IOException {
        return switch (coding) {
            case "gzip" -> new GZIPOutputStream(out, true);
            case "deflate" -> new DeflaterOutputStream(out, true);
            case "raw deflate" -> new DeflaterOutputStream(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true), true);
            case "zstd" -> new ZstdOutputStream(out);
            case "identity" -> out;
            default -> throw new IllegalArgumentException(coding);
        };
    }
}
