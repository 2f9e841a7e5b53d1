package io.github.openrouterproxy.relay.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Pieces.Piece;
import org.junit.jupiter.api.Test;

class PieceCaptureTest {
    @Test
    void notesEveryPieceOfAnOrdinaryAnswer() {
        PieceCapture capture = new PieceCapture(new CaptureBudget(1_000_000, 1_000_000));
        for (int i = 0; i < 10_000; i++) {
            capture.add(i * 20_000L, 100);
        }

        assertThat(capture.pieces().count()).isEqualTo(10_000);
        assertThat(capture.pieces().first()).hasSize(10_000).endsWith(new Piece(9_999 * 20_000L, 100));
    }

    @Test
    void takesItsMemoryFromTheBudgetAndGivesItBack() {
        CaptureBudget budget = new CaptureBudget(1_000_000, 1_000_000);
        PieceCapture capture = captured(10_000, budget);

        assertThat(budget.free()).isEqualTo(1_000_000 - 32_768);
        capture.release();
        assertThat(budget.free()).isEqualTo(1_000_000);
    }

    @Test
    void onlyCountsWhereThereIsNoMemory() {
        PieceCapture capture = captured(1_000, new CaptureBudget(100, 100));

        assertThat(capture.pieces().count()).isEqualTo(1_000);
        assertThat(capture.pieces().packed()).hasSizeBetween(48, 64);
    }

    @Test
    void onlyCountsWhatComesAfterVeryManyPieces() {
        CaptureBudget budget = new CaptureBudget(100_000_000, 100_000_000);
        PieceCapture capture = captured(1_000_000, budget);

        assertThat(capture.pieces().count()).isEqualTo(1_000_000);
        assertThat(budget.free()).isEqualTo(100_000_000 - 524_288);
    }

    /** Of one byte each, a microsecond apart. */
    private static PieceCapture captured(int pieces, CaptureBudget budget) {
        PieceCapture capture = new PieceCapture(budget);
        for (int i = 0; i < pieces; i++) {
            capture.add(i, 1);
        }
        return capture;
    }
}
