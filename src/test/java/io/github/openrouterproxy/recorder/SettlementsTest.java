package io.github.openrouterproxy.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.recorder.Settlements.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SettlementsTest {
    private static final long WAIT = 1000;

    private final AtomicLong now = new AtomicLong();
    private final Settlements settlements = new Settlements(WAIT, true, now::get, () -> {});
    private final List<String> settled = new ArrayList<>();

    @Test
    void whatIsNotCommittedInTimeIsSettledAnyway() {
        await("a");
        now.set(600);
        await("b");
        now.set(999);
        assertThat(settlements.round()).isEqualTo(1);
        assertThat(settled).isEmpty();

        now.set(1000);
        assertThat(settlements.round()).isEqualTo(600);

        assertThat(settled).containsExactly("a");
        assertThat(settlements.late()).isEqualTo(1);
    }

    @Test
    void eachIsSettledOnce() {
        Settlement a = await("a");
        now.set(WAIT);
        settlements.round();

        assertThat(a.settle()).isFalse();
        settlements.giveUp(a);
        settlements.round();
        settlements.settleAll();

        assertThat(settled).containsExactly("a");
        assertThat(settlements.late()).isEqualTo(1);
    }

    @Test
    void whatWasCommittedIsForgottenAndNotLate() {
        assertThat(await("a").settle()).isTrue();

        assertThat(settlements.round()).isEqualTo(Doorbell.UNTIL_RUNG);
        assertThat(settlements.late()).isZero();
    }

    @Test
    void whatIsGivenUpDoesNotWait() {
        Settlement a = await("a");

        settlements.giveUp(a);
        assertThat(settled).as("not in the caller").isEmpty();
        settlements.round();

        assertThat(settled).containsExactly("a");
    }

    @Test
    void whatIsLateMayEndOnlyWhereCallsMayEndUnrecorded() {
        Settlements closed = new Settlements(WAIT, false, now::get, () -> {});
        List<Boolean> mayEnd = new ArrayList<>();
        for (Settlements each : List.of(settlements, closed)) {
            each.await(mayEnd::add).settle();
            each.await(mayEnd::add);
            each.giveUp(each.await(mayEnd::add));
            each.round();
            each.settleAll();
        }

        assertThat(mayEnd).containsExactly(true, true, true, true, false, false);
    }

    @Test
    void aCallbackThatFailsDoesNotKeepTheOthersWaiting() {
        settlements.await(mayEnd -> {
            throw new IllegalStateException("as if the response were recycled");
        });
        await("b");
        now.set(WAIT);

        settlements.round();

        assertThat(settled).containsExactly("b");
    }

    private Settlement await(String name) {
        return settlements.await(mayEnd -> settled.add(name));
    }
}
