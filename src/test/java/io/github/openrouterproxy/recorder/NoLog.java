package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.dao.CheckpointDao;

/** Of a database without a write-ahead log. */
final class NoLog implements CheckpointDao {
    @Override
    public Progress checkpoint() {
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
