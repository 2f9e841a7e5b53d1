package io.github.openrouterproxy.relay.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.util.Pool;
import org.eclipse.jetty.util.Pool.Entry;
import org.junit.jupiter.api.Test;

class OldestFirstPoolTest {
    private final Map<String, Integer> mostUsers = new HashMap<>();
    private final Pool<String> pool =
            new OldestFirstPool<>(3, name -> mostUsers.getOrDefault(name, 1), "shared"::equals);

    @Test
    void givesTheOldestThatHasRoom() {
        Entry<String> first = idle("first");
        idle("second");

        assertThat(acquired()).isEqualTo("first");
        assertThat(acquired()).isEqualTo("second");
        assertThat(pool.acquire()).isNull();

        assertThat(first.release()).isTrue();
        assertThat(acquired()).isEqualTo("first");
    }

    @Test
    void takesNoMoreThanItMayHold() {
        Entry<String> first = idle("first");
        idle("second");
        Entry<String> third = reserved();

        assertThat(pool.reserve()).isNull();

        assertThat(first.remove()).isTrue();
        assertThat(third.remove()).isTrue();
        assertThat(pool.size()).isEqualTo(1);
        assertThat(pool.reserve()).isNotNull();
    }

    @Test
    void givesNobodyWhatIsOnlyReserved() {
        Entry<String> entry = reserved();
        assertThat(entry.isReserved()).isTrue();
        assertThat(pool.acquire()).isNull();

        assertThat(entry.enable("made", false)).isTrue();

        assertThat(entry.isIdle()).isTrue();
        assertThat(acquired()).isEqualTo("made");
        assertThatIllegalStateException().isThrownBy(() -> entry.enable("again", false));
    }

    @Test
    void givesWhatWasMadeForSomebodyToNobodyElse() {
        Entry<String> entry = reserved();

        assertThat(entry.enable("made", true)).isTrue();

        assertThat(entry.isInUse()).isTrue();
        assertThat(pool.acquire()).isNull();
    }

    @Test
    void letsAsManyUseOneAsItCarries() {
        mostUsers.put("shared", 2);
        Entry<String> shared = idle("shared");

        assertThat(acquired()).isEqualTo("shared");
        assertThat(acquired()).isEqualTo("shared");
        assertThat(pool.acquire()).isNull();

        assertThat(shared.release()).isTrue();
        assertThat(acquired()).isEqualTo("shared");
    }

    @Test
    void givesNoMoreThanOneCarriesNow() {
        mostUsers.put("shared", 2);
        idle("shared");
        assertThat(acquired()).isEqualTo("shared");

        mostUsers.put("shared", 1);

        assertThat(pool.acquire()).isNull();
    }

    @Test
    void givesOneThatWasFullWhenItCarriesMore() {
        idle("shared");
        assertThat(acquired()).isEqualTo("shared");
        assertThat(pool.acquire()).isNull();

        mostUsers.put("shared", 2);

        assertThat(acquired()).isEqualTo("shared");
        assertThat(pool.acquire()).isNull();
    }

    @Test
    void givesNobodyWhatIsRemovedAndRemovesItWithItsLastUser() {
        mostUsers.put("shared", 3);
        Entry<String> shared = idle("shared");
        assertThat(acquired()).isEqualTo("shared");
        assertThat(acquired()).isEqualTo("shared");

        assertThat(shared.remove()).isFalse();
        assertThat(shared.isTerminated()).isTrue();
        assertThat(pool.acquire()).isNull();
        assertThat(shared.release()).isFalse();
        assertThat(pool.size()).isEqualTo(1);

        assertThat(shared.remove()).isTrue();
        assertThat(shared.remove()).isFalse();
        assertThat(pool.size()).isZero();
    }

    @Test
    void nothingIsReleasedThatNobodyUses() {
        assertThat(idle("first").release()).isFalse();
        assertThat(acquired()).isEqualTo("first");
        assertThat(pool.acquire()).isNull();
    }

    @Test
    void handsEverythingBackAtItsEnd() {
        Entry<String> idle = idle("idle");
        Entry<String> used = reserved();
        assertThat(used.enable("used", true)).isTrue();
        Entry<String> coming = reserved();

        Collection<Entry<String>> rest = pool.terminate();

        assertThat(rest).containsExactly(idle, used, coming);
        assertThat(pool.isTerminated()).isTrue();
        assertThat(pool.acquire()).isNull();
        assertThat(pool.reserve()).isNull();
        assertThat(coming.enable("late", false)).isFalse();
        assertThat(idle.remove()).isTrue();
        assertThat(used.remove()).isTrue();
    }

    private Entry<String> idle(String name) {
        Entry<String> entry = reserved();
        assertThat(entry.enable(name, false)).isTrue();
        return entry;
    }

    private Entry<String> reserved() {
        return Objects.requireNonNull(pool.reserve());
    }

    private String acquired() {
        return Objects.requireNonNull(pool.acquire()).getPooled();
    }
}
