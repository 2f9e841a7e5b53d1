package io.github.openrouterproxy.exchange;

import java.util.List;

/**
 * The pieces a response body came in.
 *
 * @param first the first pieces, in order; later ones are only counted
 * @param count of all pieces
 */
public record Pieces(List<Piece> first, long count) {
    public static final Pieces NONE = new Pieces(List.of(), 0);

    /**
     * @param offsetMicros since the call was received
     * @param size in bytes
     */
    public record Piece(long offsetMicros, int size) {}
}
