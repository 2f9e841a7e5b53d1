package io.github.openrouterproxy.dao.sqlite.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PoolThreadsTest {
    private final PoolThreads threads = new PoolThreads("lingering");

    /** As one does that the machine does not let run. */
    @Test
    void aThreadThatEndsAfterItsPoolIsAwaited() throws InterruptedException {
        AtomicReference<Thread> last = new AtomicReference<>();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> lingering(task, last));
        pool.execute(() -> {});
        pool.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

        threads.awaitEnd(Duration.ofSeconds(10));

        assertThat(last.get()).isNotNull().matches(thread -> !thread.isAlive());
    }

    @Test
    void oneThatStaysIsNotAwaitedForEver() {
        CountDownLatch end = new CountDownLatch(1);
        Thread stays = threads.newThread(() -> awaitUninterruptibly(end));
        stays.start();

        threads.awaitEnd(Duration.ofMillis(50));

        assertThat(stays.isAlive()).isTrue();
        end.countDown();
    }

    private Thread lingering(Runnable task, AtomicReference<Thread> last) {
        Thread thread = threads.newThread(() -> {
            task.run();
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        });
        last.set(thread);
        return thread;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
