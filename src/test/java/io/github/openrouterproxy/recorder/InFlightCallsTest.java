package io.github.openrouterproxy.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.recorder.InFlightCalls.Glimpse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InFlightCallsTest {
    private static final long TICK = Duration.ofMillis(100).toNanos();

    private final InFlightCalls calls = new InFlightCalls();
    private CapturedExchange seen = Captures.running(1, "");
    private boolean fails;

    /** The heap may be full for a moment. */
    @Test
    void aCallThatCannotBeLookedAtIsLookedAtAgainWithTheNextTick() {
        long now = InFlightCalls.SHOWN_AFTER;
        calls.began(fragile(), 0);
        fails = true;
        assertThat(due(now)).isEmpty();
        assertThat(calls.untilDue(now)).isEqualTo(TICK);

        fails = false;
        now += TICK;
        List<Glimpse> shown = due(now);
        assertThat(shown).extracting(Glimpse::captured).containsExactly(seen);
        calls.written(shown, now);

        fails = true;
        now += InFlightCalls.SHOWN_EVERY;
        assertThat(due(now)).isEmpty();
        seen = Captures.running(1, "more");
        fails = false;
        assertThat(due(now + TICK)).extracting(Glimpse::captured).containsExactly(seen);
    }

    @Test
    void oneWhoseRowFailedIsTriedAgainThoughItCannotBeLookedAtMeanwhile() {
        long now = InFlightCalls.SHOWN_AFTER;
        calls.began(fragile(), 0);
        calls.notWritten(due(now));
        fails = true;
        assertThat(due(now)).isEmpty();

        fails = false;
        assertThat(due(now + TICK)).hasSize(1);
    }

    /** As many may have begun while the database took no records. */
    @Test
    void ofLargeOnesThatAreNotThereYetOnlySomeGoIntoOneTransaction() {
        for (int i = 0; i < 20; i++) {
            CapturedExchange large = Captures.running(i, "x".repeat(1 << 20));
            calls.began(Captures.call(i, new CapturedExchange[] {large}), 0);
        }

        List<Glimpse> first = due(InFlightCalls.SHOWN_AFTER);
        assertThat(first).hasSize(8);
        calls.notWritten(first);
        assertThat(due(InFlightCalls.SHOWN_AFTER)).hasSize(8);
    }

    @Test
    void oneThatEndedIsNotLookedAtAgain() {
        calls.began(fragile(), 0);
        fails = true;
        assertThat(due(InFlightCalls.SHOWN_AFTER)).isEmpty();
        fails = false;
        calls.ended(Captures.id(1));

        assertThat(due(InFlightCalls.SHOWN_AFTER + TICK)).isEmpty();
        assertThat(calls.untilDue(InFlightCalls.SHOWN_AFTER + TICK)).isEqualTo(Doorbell.UNTIL_RUNG);
    }

    /** Its row is made and written afterwards, and would say that it runs. */
    @Test
    void whoeverEndsACallThatIsJustLookedAtIsToldOfItsRow() {
        List<Boolean> told = new ArrayList<>();
        calls.began(
                new InFlightCall() {
                    @Override
                    public ExchangeId id() {
                        return Captures.id(1);
                    }

                    @Override
                    public CapturedExchange snapshot() {
                        told.add(calls.ended(id()));
                        return seen;
                    }
                },
                0);

        assertThat(due(InFlightCalls.SHOWN_AFTER)).hasSize(1);

        assertThat(told).containsExactly(true);
    }

    @Test
    void aCallThatEndsBeforeItIsLookedAtHasNoRow() {
        calls.began(fragile(), 0);
        assertThat(due(0)).isEmpty();

        assertThat(calls.ended(Captures.id(1))).isFalse();
    }

    /** The writer may look at none for as long as somebody locks the database. */
    @Test
    void nothingIsKeptOfCallsThatEndedWhileNoneWasLookedAt() {
        calls.began(fragile(), 0);
        for (int i = 2; i <= 100_000; i++) {
            calls.began(Captures.call(i), 0);
            calls.ended(Captures.id(i));
        }

        assertThat(calls.freshOnes()).isLessThan(1_010);
        assertThat(due(InFlightCalls.SHOWN_AFTER)).extracting(Glimpse::captured).containsExactly(seen);
        assertThat(calls.nothingFresh()).isTrue();
    }

    /** Of calls that are over there may be any number, and a look at each costs nothing. */
    @Test
    void aCallThatRunsIsShownAgainThoughVeryManyEndedSince() {
        long now = InFlightCalls.SHOWN_AFTER;
        for (int i = 2; i <= 1_001; i++) {
            calls.began(Captures.call(i), 0);
        }
        calls.began(fragile(), 0);
        List<Glimpse> first = calls.due(now, 2_000, false);
        assertThat(first).hasSize(1_001);
        calls.written(first, now);
        for (int i = 2; i <= 1_001; i++) {
            calls.ended(Captures.id(i));
        }
        seen = Captures.running(1, "more");
        now += InFlightCalls.SHOWN_EVERY;

        assertThat(due(now)).extracting(Glimpse::captured).containsExactly(seen);
        assertThat(calls.untilDue(now)).isEqualTo(Doorbell.UNTIL_RUNG);
    }

    private List<Glimpse> due(long now) {
        return calls.due(now, 128, false);
    }

    private InFlightCall fragile() {
        return new InFlightCall() {
            @Override
            public ExchangeId id() {
                return Captures.id(1);
            }

            @Override
            public CapturedExchange snapshot() {
                if (fails) {
                    throw new OutOfMemoryError("of the test");
                }
                return seen;
            }
        };
    }
}
