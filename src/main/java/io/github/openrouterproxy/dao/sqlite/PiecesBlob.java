package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.Pieces.Piece;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The pieces of a body in few bytes: per piece the microseconds since the piece before it and its size, each as an
 * unsigned LEB128 number (seven bits a byte, lowest first). Any thread.
 */
final class PiecesBlob {
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private PiecesBlob() {}

    static byte[] of(List<Piece> pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(pieces.size() * 4);
        long previous = 0;
        for (Piece piece : pieces) {
            // A piece is never before the one before it, whatever a clock may have said.
            long offset = Math.max(previous, piece.offsetMicros());
            write(out, offset - previous);
            write(out, piece.size());
            previous = offset;
        }
        return out.toByteArray();
    }

    static Pieces read(byte[] blob, long count) {
        List<Piece> pieces = new ArrayList<>();
        Cursor cursor = new Cursor(blob);
        long offset = 0;
        while (cursor.position < blob.length) {
            offset += cursor.next();
            pieces.add(new Piece(offset, (int) cursor.next()));
        }
        return new Pieces(pieces, count);
    }

    private static void write(ByteArrayOutputStream out, long number) {
        long rest = number;
        while (rest >= MORE) {
            out.write((int) (rest % MORE) | MORE);
            rest >>>= BITS;
        }
        out.write((int) rest);
    }

    private static final class Cursor {
        private final byte[] blob;
        private int position;

        Cursor(byte[] blob) {
            this.blob = blob;
        }

        long next() {
            long number = 0;
            for (int shift = 0; position < blob.length; shift += BITS) {
                byte b = blob[position++];
                number |= (long) (b & (MORE - 1)) << shift;
                if (b >= 0) {
                    break;
                }
            }
            return number;
        }
    }
}
