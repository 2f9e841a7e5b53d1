package io.github.openrouterproxy.testing.content;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Bodies as an upstream compresses them. */
public final class Compressed {
    @FunctionalInterface
    private interface Compressor {
        OutputStream over(OutputStream out) throws IOException;
    }

    private Compressed() {}

    public static byte[] gzip(String text) {
        return join(pieces(out -> new GZIPOutputStream(out, true), List.of(text)));
    }

    /** One stream in pieces, each of which can be decompressed when it arrives; an end piece follows the texts. */
    public static List<byte[]> gzipPieces(List<String> texts) {
        return pieces(out -> new GZIPOutputStream(out, true), texts);
    }

    public static byte[] deflate(String text) {
        return join(pieces(out -> new DeflaterOutputStream(out, true), List.of(text)));
    }

    private static List<byte[]> pieces(Compressor compressor, List<String> texts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<byte[]> pieces = new ArrayList<>();
        try (OutputStream compressing = compressor.over(bytes)) {
            for (String text : texts) {
                compressing.write(text.getBytes(StandardCharsets.UTF_8));
                compressing.flush();
                pieces.add(bytes.toByteArray());
                bytes.reset();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        pieces.add(bytes.toByteArray());
        return pieces;
    }

    private static byte[] join(List<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
