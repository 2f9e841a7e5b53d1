package io.github.openrouterproxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Pieces.Piece;
import java.util.List;
import org.junit.jupiter.api.Test;

class PiecesTest {
    @Test
    void aPieceOfAStreamTakesThreeBytes() {
        Pieces pieces = Pieces.of(List.of(new Piece(10_000, 100), new Piece(20_000, 100)), 2);

        assertThat(pieces.packed()).hasSize(6);
        assertThat(pieces).containsExactly(new Piece(10_000, 100), new Piece(20_000, 100));
    }

    @Test
    void theLargestNumbersComeBackAsTheyWere() {
        List<Piece> largest = List.of(new Piece(0, Integer.MAX_VALUE), new Piece(Long.MAX_VALUE, Integer.MAX_VALUE));

        assertThat(Pieces.of(largest, 9).first()).isEqualTo(largest);
    }

    @Test
    void aPieceIsNeverBeforeTheOneBeforeIt() {
        assertThat(Pieces.of(List.of(new Piece(50, 1), new Piece(40, 2)), 2).first())
                .containsExactly(new Piece(50, 1), new Piece(50, 2));
    }

    @Test
    void whatWasCutOffInTheMiddleOfANumberIsReadAsFarAsItGoes() {
        assertThat(new Pieces(new byte[] {5, 1, (byte) 0x80}, 2).first())
                .containsExactly(new Piece(5, 1), new Piece(5, 0));
    }
}
