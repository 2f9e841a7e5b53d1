package io.github.openrouterproxy.monitor.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ReadingRoomTest {
    private static final long SIZE = 1 << 20;

    private static final Viewer ALICE = new Viewer.Auditor("alice");
    private static final Viewer BOB = new Viewer.Auditor("bob");

    private final ReadingRoom room = new ReadingRoom(SIZE, Duration.ZERO);

    @Test
    void whoDoesNotReadTakesNothing() {
        try (ReadingRoom.Seat seat = room.seat()) {
            seat.keep(SIZE);
            assertThat(room.freeBytes()).isEqualTo(SIZE);
        }
        assertThat(room.freeBytes()).isEqualTo(SIZE);
    }

    @Test
    void aFullRoomTurnsReadersAway() {
        room.seat().take();
        room.seat().take();

        assertThatExceptionOfType(RoomFullException.class)
                .isThrownBy(() -> room.seat().take());
    }

    @Test
    void whoNeedsLittleKeepsLittle() {
        ReadingRoom.Seat seat = room.seat();
        seat.take();

        seat.keep(1);

        assertThat(room.freeBytes()).isEqualTo(SIZE - 1024);
    }

    @Test
    void aSeatNeverGrows() {
        ReadingRoom.Seat seat = room.seat();
        seat.take();

        seat.keep(10 * SIZE);

        assertThat(room.freeBytes()).isEqualTo(SIZE / 8 * 5);
    }

    /** Else whoever takes it slowly would keep others from reading. */
    @Test
    void whatIsLentToOneViewerAtOnceIsLittleAndOthersReadOn() {
        lent(ALICE, SIZE / 16);
        lent(ALICE, SIZE / 16);

        assertThatExceptionOfType(TooMuchLentException.class).isThrownBy(() -> lent(ALICE, SIZE / 64));
        assertThat(room.freeBytes()).isEqualTo(SIZE / 8 * 7);
        lent(BOB, SIZE / 8);
    }

    @Test
    void aSingleOneMayBeLargeAndPagesGoBesideItAndOthersReadOn() {
        ReadingRoom.Seat large = lent(ALICE, SIZE);

        assertThatExceptionOfType(TooMuchLentException.class).isThrownBy(() -> lent(ALICE, SIZE / 64));
        for (int page = 0; page < 16; page++) {
            lent(ALICE, SIZE / 128);
        }
        room.seat().take();
        large.close();
        lent(ALICE, SIZE / 8);
    }

    @Test
    void whatCameBackIsLentAgain() {
        for (int i = 0; i < 100; i++) {
            lent(ALICE, SIZE / 8).close();
            lent(ALICE, 1).close();
        }

        assertThat(room.freeBytes()).isEqualTo(SIZE);
    }

    private ReadingRoom.Seat lent(Viewer viewer, long bytes) {
        ReadingRoom.Seat seat = room.seat();
        seat.take();
        seat.lend(viewer, bytes);
        return seat;
    }

    @Test
    void whoLeavesGivesEverythingBackOnce() {
        ReadingRoom.Seat seat = room.seat();
        seat.take();
        seat.take();

        seat.close();
        seat.close();

        assertThat(room.freeBytes()).isEqualTo(SIZE);
    }
}
