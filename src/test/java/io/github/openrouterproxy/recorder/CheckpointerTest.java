package io.github.openrouterproxy.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.CheckpointDao;
import io.github.openrouterproxy.dao.CheckpointDao.Progress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointerTest {
    private final Log log = new Log();
    private final List<String> done = log.done;
    private final Deque<Progress> answers = log.answers;
    private final Checkpointer checkpointer = new Checkpointer(log, Duration.ZERO);

    @Test
    void withoutCommitsThereIsNothingToDo() {
        checkpointer.round();

        assertThat(done).isEmpty();
    }

    @Test
    void aShortLogIsCopiedWithoutHoldingTheWriter() {
        checkpointer.committed(10);
        answers.add(new Progress(100, 90));

        checkpointer.round();
        checkpointer.round();

        assertThat(done).containsExactly("checkpoint");
    }

    @Test
    void aLongLogIsCopiedUntilLittleIsLeftAndThenTheRestInPeace() {
        checkpointer.committed(10);
        answers.add(new Progress(1024, 100));
        answers.add(new Progress(1100, 1036));
        answers.add(new Progress(1200, 1200));

        checkpointer.round();

        assertThat(done).containsExactly("checkpoint", "checkpoint", "checkpoint", "start over");
    }

    @Test
    void nobodyIsHeldWhileAReaderKeepsALongLogFromBeingCopied() {
        checkpointer.committed(10);
        log.standsAt(new Progress(4000, 10));

        checkpointer.round();

        assertThat(done).containsOnly("checkpoint").hasSize(7);
    }

    @Test
    void theWriterIsHeldForTheLittleThatWillBeCopiedSoon() {
        log.standsAt(new Progress(4000, 4000 - 65));
        checkpointer.committed(10);
        checkpointer.round();
        assertThat(done)
                .as("nobody is held for one more")
                .containsOnly("checkpoint")
                .hasSize(7);

        answers.add(new Progress(4000, 4000 - 64));
        log.standsAt(new Progress(4000, 4000));
        checkpointer.committed(10);
        checkpointer.round();

        assertThat(done).endsWith("checkpoint", "checkpoint", "start over");
        assertThat(checkpointer.longestHold()).isEqualTo(Duration.ofMillis(6));
    }

    @Test
    void theWriterIsHeldForMoreAndForLongerWhereTheLogGrowsAllTheSame() {
        log.standsAt(new Progress(8192, 8192 - 513));
        checkpointer.committed(10);
        checkpointer.round();
        assertThat(done)
                .as("nobody is held for one more, with readers or without")
                .hasSize(7 + 60 + 2);
        assertThat(checkpointer.longestHold()).isEqualTo(Duration.ofMillis(20));

        answers.add(new Progress(8192, 8192 - 512));
        log.standsAt(new Progress(8192, 8192));
        checkpointer.committed(10);
        checkpointer.round();

        assertThat(done).endsWith("checkpoint", "checkpoint", "start over");
        assertThat(checkpointer.longestHold()).isEqualTo(Duration.ofMillis(6));
    }

    @Test
    void readersWaitWhileALogThatIsTooLongStartsOver() {
        checkpointer.committed(10);
        log.standsAt(new Progress(5000, 5000));
        log.readersGoAfter(3);

        checkpointer.round();

        assertThat(done)
                .containsSubsequence("start over", "pause", "start over", "start over", "resume")
                .filteredOn("start over"::equals)
                .hasSize(3);
    }

    @Test
    void whatCanWaitWaitsUntilAFewMegabytesAreCopied() {
        checkpointer.committed((4 << 20) - 1);
        assertThat(checkpointer.isBehind()).isFalse();
        checkpointer.committed(1);
        assertThat(checkpointer.isBehind()).isTrue();

        checkpointer.round();

        assertThat(checkpointer.isBehind()).isFalse();
    }

    @Test
    void whatCanWaitWaitsForAReaderThatKeepsALogOf64Megabytes() {
        log.standsAt(new Progress(16 * 1024, 10));
        checkpointer.committed(10);
        checkpointer.round();
        assertThat(checkpointer.isBehind()).isTrue();
        checkpointer.round();
        assertThat(checkpointer.isBehind())
                .as("unless asked it does not look again")
                .isTrue();

        log.standsAt(new Progress(100, 100));
        checkpointer.lookAgain();
        checkpointer.round();

        assertThat(checkpointer.isBehind()).isFalse();
    }

    @Test
    void readersWaitOnceForOneThatStaysAndNotAgainBeforeTheLogHasGrownAsMuch() {
        log.standsAt(new Progress(5000, 10));
        checkpointer.committed(10);
        checkpointer.round();
        log.standsAt(new Progress(9000, 10));
        checkpointer.committed(10);
        checkpointer.round();
        assertThat(done.stream().filter("pause"::equals)).hasSize(1);

        log.standsAt(new Progress(9100, 10));
        checkpointer.committed(10);
        checkpointer.round();

        assertThat(done.stream().filter("pause"::equals)).hasSize(2);
        assertThat(done.stream().filter("resume"::equals)).hasSize(2);
    }

    @Test
    void aFailureIsNotTheEnd() {
        log.fails = true;
        checkpointer.committed(10);
        checkpointer.round();
        checkpointer.committed(10);
        checkpointer.round();

        assertThat(done).containsExactly("failure", "failure");
    }

    @Test
    void aWriteRunsInItsTurn() {
        checkpointer.inTurn(() -> done.add("write"));

        assertThat(done).containsExactly("write");
    }

    /** A log whose readers, if any, hold it for so many attempts to start it over. */
    private static final class Log implements CheckpointDao {
        private final Deque<Progress> answers = new ArrayDeque<>();
        private final List<String> done = new ArrayList<>();
        private Progress standing = new Progress(0, 0);
        private int attempts = 1;
        private boolean fails;

        void standsAt(Progress progress) {
            standing = progress;
        }

        void readersGoAfter(int tries) {
            attempts = tries;
        }

        @Override
        public Progress checkpoint() {
            done.add(fails ? "failure" : "checkpoint");
            if (fails) {
                throw new IllegalStateException("locked");
            }
            return answers.isEmpty() ? standing : answers.remove();
        }

        @Override
        public boolean startOver() {
            done.add("start over");
            return --attempts <= 0;
        }

        @Override
        public void pauseReaders() {
            done.add("pause");
        }

        @Override
        public void resumeReaders() {
            done.add("resume");
        }
    }
}
