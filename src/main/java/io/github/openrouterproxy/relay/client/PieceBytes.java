package io.github.openrouterproxy.relay.client;

import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a piece, which lie in an array; its position stays where it is. */
final class PieceBytes {
    private PieceBytes() {}

    static void write(ByteBuffer piece, ServletOutputStream stream) throws IOException {
        stream.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
    }

    static ByteBuffer copyOf(ByteBuffer piece) {
        byte[] bytes = new byte[piece.remaining()];
        piece.duplicate().get(bytes);
        return ByteBuffer.wrap(bytes);
    }
}
