package io.github.openrouterproxy.testing;

import io.github.openrouterproxy.dao.CheckpointDao;
import java.util.concurrent.atomic.AtomicInteger;

/** Of a database without a write-ahead log. */
public final class NoLog implements CheckpointDao {
    private final AtomicInteger checkpoints = new AtomicInteger();

    /** How often it was asked to copy. */
    public int checkpoints() {
        return checkpoints.get();
    }

    @Override
    public Progress checkpoint() {
        checkpoints.incrementAndGet();
        return new Progress(0, 0);
    }

    @Override
    public boolean startOver() {
        return true;
    }

    @Override
    public void pauseReaders() {}

    @Override
    public void resumeReaders() {}
}
