package io.github.openrouterproxy.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class IndexerTest {
    private static final long SLICE = Duration.ofMillis(20).toNanos();

    @Test
    void aSliceThatHadACoreForItselfIsFollowedByARestAsLong() {
        assertThat(Indexer.restAfter(SLICE, 0)).isEqualTo(SLICE);
        assertThat(Indexer.restAfter(SLICE, SLICE / 3)).isEqualTo(SLICE);
    }

    @Test
    void aSliceThatWaitedForACoreIsFollowedByALongRest() {
        assertThat(Indexer.restAfter(SLICE, SLICE / 2)).isEqualTo(10 * SLICE);
    }
}
