package io.github.openrouterproxy.dao.sqlite.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.sqlite.rollup.Pieces.Piece;
import org.junit.jupiter.api.Test;

final class PiecesTest {
    private static final long DAY = Width.DAY.seconds();
    private static final long HOUR = Width.HOUR.seconds();
    private static final long LATER = 100 * DAY;

    @Test
    void aSpanIsMinutesHoursAndDays() {
        assertThat(Pieces.of(HOUR - 60, 3 * DAY + HOUR + 120, LATER, Width.DAY))
                .containsExactlyInAnyOrder(
                        new Piece(Width.MINUTE, HOUR - 60, HOUR),
                        new Piece(Width.HOUR, HOUR, DAY),
                        new Piece(Width.DAY, DAY, 3 * DAY),
                        new Piece(Width.HOUR, 3 * DAY, 3 * DAY + HOUR),
                        new Piece(Width.MINUTE, 3 * DAY + HOUR, 3 * DAY + HOUR + 120));
    }

    @Test
    void noPieceIsWiderThanIsAsked() {
        assertThat(Pieces.of(0, 2 * DAY, LATER, Width.HOUR)).containsExactly(new Piece(Width.HOUR, 0, 2 * DAY));
        assertThat(Pieces.of(0, HOUR, LATER, Width.MINUTE)).containsExactly(new Piece(Width.MINUTE, 0, HOUR));
    }

    @Test
    void whatIsNotInTheHoursYetComesFromTheMinutes() {
        long folded = DAY + HOUR + 600;

        assertThat(Pieces.of(0, LATER, folded, Width.DAY))
                .containsExactlyInAnyOrder(new Piece(Width.DAY, 0, 2 * DAY), new Piece(Width.MINUTE, folded, LATER));
        assertThat(Pieces.of(folded - 60, LATER, folded, Width.DAY))
                .contains(new Piece(Width.MINUTE, folded - 60, folded), new Piece(Width.MINUTE, folded, LATER));
    }
}
