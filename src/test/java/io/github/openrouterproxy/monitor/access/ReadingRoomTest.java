package io.github.openrouterproxy.monitor.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ReadingRoomTest {
    private static final long SIZE = 1 << 20;

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

        assertThat(room.freeBytes()).isEqualTo(SIZE / 2);
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
