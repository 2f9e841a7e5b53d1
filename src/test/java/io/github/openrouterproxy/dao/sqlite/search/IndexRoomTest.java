package io.github.openrouterproxy.dao.sqlite.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class IndexRoomTest {
    private static final long GIGABYTE = 1L << 30;

    private final FakeDisk disk = new FakeDisk();
    private final IndexRoom room = new IndexRoom(disk);

    @Test
    void theLastHalfGigabyteBelongsToTheRecords() throws IOException {
        disk.total = 100 * GIGABYTE;
        disk.usable = GIGABYTE / 2;
        assertThat(room.isThere()).isTrue();
        disk.usable--;
        assertThat(room.isThere()).isFalse();
        assertThat(room.isLacking()).isTrue();
    }

    @Test
    void ofASmallDiskTheLastTwentieth() {
        disk.total = GIGABYTE;
        disk.usable = GIGABYTE / 20;
        assertThat(room.isThere()).isTrue();
        disk.usable--;
        assertThat(room.isThere()).isFalse();
    }

    @Test
    void itGoesOnOnceThereIsTwiceAsMuch() {
        disk.total = 100 * GIGABYTE;
        disk.usable = 0;
        assertThat(room.isThere()).isFalse();
        disk.usable = GIGABYTE - 1;
        assertThat(room.isThere()).isFalse();
        disk.usable = GIGABYTE;
        assertThat(room.isThere()).isTrue();
        assertThat(room.isLacking()).isFalse();
    }

    @Test
    void aDiskThatCannotBeAskedIsTakenForRoomy() {
        disk.total = -1;
        assertThat(room.isThere()).isTrue();
    }

    private static final class FakeDisk implements IndexRoom.Disk {
        private long total;
        private long usable;

        @Override
        public long usable() {
            return usable;
        }

        @Override
        public long total() throws IOException {
            if (total < 0) {
                throw new IOException("no such disk");
            }
            return total;
        }
    }
}
