package io.github.openrouterproxy.openai;

import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.Pieces.Piece;
import java.io.InputStream;
import java.time.Duration;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A recorded body read again in the pieces it came in: one read never gives bytes of two, so that a decoder on top
 * gives what had come by then. Confined to its caller.
 */
final class WireStream extends InputStream {
    private final byte[] bytes;
    private final int end;
    private final Iterator<Piece> pieces;
    private int position;
    private long pieceEnd;
    private @Nullable Duration time;

    /** @param end of the bytes that are read, from their first on */
    WireStream(byte[] bytes, int end, Pieces pieces) {
        this.bytes = bytes;
        this.end = end;
        this.pieces = pieces.iterator();
    }

    /** When the piece came that was given last, counted from the call's start; null when it was not noted. */
    @Nullable
    Duration time() {
        return time;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (position >= end) {
            return -1;
        }
        enterPiece();
        int count = (int) Math.min(length, Math.min(end, pieceEnd) - position);
        System.arraycopy(bytes, position, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return end - position;
    }

    private void enterPiece() {
        while (position >= pieceEnd) {
            if (!pieces.hasNext()) {
                time = null;
                pieceEnd = Long.MAX_VALUE;
                return;
            }
            Piece piece = pieces.next();
            pieceEnd += Math.max(0, piece.size());
            time = Duration.ofNanos(piece.offsetMicros() * 1000);
        }
    }
}
