package io.github.openrouterproxy.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Large bodies wait on the disk that the database needs. */
class FullDiskTest {
    private static final int HEAD = 10;
    private static final int REST = 20;

    private final AtomicLong now = new AtomicLong();
    private final InMemoryExchangeWriteDao dao = new InMemoryExchangeWriteDao();
    private final RecordQueue queue = new RecordQueue(1_000, 1 << 28);
    private final Settlements settlements = new Settlements(Long.MAX_VALUE / 2, true, now::get, () -> {});
    private final WriteHealth health = new WriteHealth();
    private final List<Integer> settled = new ArrayList<>();
    private final BatchWriter writer = Recorders.writer(queue, dao, health, now::get);

    @Test
    void filesOfLargeBodiesMakeRoomForRecordsOneAfterTheOtherAndNoMoreThanNeeded() {
        List<FileOnTheDisk> files = List.of(new FileOnTheDisk(), new FileOnTheDisk(), new FileOnTheDisk());
        dao.lacksRoomFor(row -> files.stream().filter(file -> file.discarded).count() < 2);
        end(Captures.completed(1));
        for (int i = 0; i < 3; i++) {
            end(Captures.answered(2 + i, Headers.NONE, large(files.get(i))));
        }

        writeUntil(Duration.ofSeconds(10));

        assertThat(dao.rows())
                .extracting(row -> row.responseBody().bytes().length)
                .containsExactly(2, HEAD, HEAD, HEAD + REST);
        assertThat(health.truncated()).isEqualTo(2);
        assertThat(health.dropped()).isZero();
        assertThat(settled).containsExactlyInAnyOrder(1, 2, 3, 4);
        assertThat(queue.count()).isZero();
    }

    @Test
    void ofADiskThatIsFullForAMomentNothingIsLost() {
        dao.lacksRoomFor(row -> true);
        end(Captures.answered(1, Headers.NONE, large(new FileOnTheDisk())));
        writeUntil(Duration.ofSeconds(4));
        dao.lacksRoomFor(row -> false);

        writeUntil(Duration.ofSeconds(10));

        assertThat(dao.rows())
                .singleElement()
                .satisfies(row -> assertThat(row.responseBody().bytes()).hasSize(HEAD + REST));
    }

    @Test
    void aDatabaseThatIsLockedTakesNoFileAway() {
        dao.breakDown();
        end(Captures.answered(1, Headers.NONE, large(new FileOnTheDisk())));
        writeUntil(Duration.ofMinutes(1));
        dao.repair();

        writeUntil(Duration.ofMinutes(2));

        assertThat(dao.rows())
                .singleElement()
                .satisfies(row -> assertThat(row.responseBody().bytes()).hasSize(HEAD + REST));
    }

    private static Body large(Body.Rest file) {
        return new Body(new byte[HEAD], HEAD + REST, "of all", true, new byte[0], file);
    }

    private void end(CapturedExchange captured) {
        int number = (int) (captured.id().value() - Captures.id(0).value());
        assertThat(queue.offer(
                        new PendingRecord(captured, settlements.await(mayEnd -> settled.add(number)), now.get())))
                .isTrue();
    }

    private void writeUntil(Duration time) {
        while (now.get() < time.toNanos() && !writer.isDrained()) {
            now.addAndGet(writer.round());
        }
        now.set(Math.max(now.get(), time.toNanos()));
    }

    private static final class FileOnTheDisk implements Body.Rest {
        private boolean discarded;

        @Override
        public long size() {
            return discarded ? 0 : REST;
        }

        @Override
        public void whenReady(Runnable task) {
            task.run();
        }

        @Override
        public byte @Nullable [] after(byte[] head) {
            return discarded ? null : Arrays.copyOf(head, head.length + REST);
        }

        @Override
        public void discard() {
            discarded = true;
        }
    }
}
