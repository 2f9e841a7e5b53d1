package io.github.openrouterproxy.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.CheckpointDao.Progress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointerTest {
    private final Deque<Progress> answers = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final Checkpointer checkpointer = new Checkpointer(() -> {
        done.add("checkpoint");
        return answers.isEmpty() ? new Progress(0, 0) : answers.remove();
    });

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
        answers.add(new Progress(9000, 4000));
        answers.add(new Progress(9500, 9400));
        answers.add(new Progress(9600, 9600));

        checkpointer.round();

        assertThat(done).containsExactly("checkpoint", "checkpoint", "checkpoint");
    }

    @Test
    void theWriterIsNotHeldWhileAReaderKeepsTheLogFromBeingCopied() {
        checkpointer.committed(10);
        for (int i = 0; i < 10; i++) {
            answers.add(new Progress(9000, 10));
        }

        checkpointer.round();

        assertThat(done).hasSize(4);
    }

    @Test
    void aFailureIsNotTheEnd() {
        Checkpointer failing = new Checkpointer(() -> {
            done.add("failure");
            throw new IllegalStateException("locked");
        });
        failing.committed(10);
        failing.round();
        failing.committed(10);
        failing.round();

        assertThat(done).hasSize(2);
    }

    @Test
    void aWriteRunsInItsTurn() {
        checkpointer.inTurn(() -> done.add("write"));

        assertThat(done).containsExactly("write");
    }
}
