package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.monitor.access.ClientNetwork;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who was wrong how often, and who was right. Any thread.
 *
 * <p>What is not known to be right counts as wrong in the same moment in which it is let pass, and is taken back if it
 * proves to be right: however many try at once, each pause is for one try, and nobody waits for somebody else's answer.
 */
final class Tries {
    private static final int FREE_TRIES_OF_A_KEY = 3;
    private static final int FREE_TRIES_FROM_EVERYWHERE = 20;
    private static final int FREE_KEYS_OF_AN_ADDRESS = 20;
    private static final int REMEMBERED = 10_000;

    private final LoginThrottle triesOfAKey;
    private final LoginThrottle triesFromEverywhere;
    private final LoginThrottle keysOfAnAddress;
    private final RightBefore<Tried> rightBefore = new RightBefore<>();

    Tries(Clock clock) {
        this.triesOfAKey = new LoginThrottle(clock, FREE_TRIES_OF_A_KEY, REMEMBERED);
        this.triesFromEverywhere = new LoginThrottle(clock, FREE_TRIES_FROM_EVERYWHERE, REMEMBERED);
        this.keysOfAnAddress = new LoginThrottle(clock, FREE_KEYS_OF_AN_ADDRESS, REMEMBERED);
    }

    /** How long it has to wait. A key that was right from there before has not. */
    synchronized Duration pause(Tried tried) {
        boolean wasRight = rightBefore.proven(tried).isPresent();
        if (wasRight && !tried.isName) {
            return Duration.ZERO;
        }
        Duration fromEverywhere = wasRight ? Duration.ZERO : triesFromEverywhere.pause(tried.fromEverywhere());
        return Stream.of(triesOfAKey.pause(tried), keysOfAnAddress.pause(tried.network), fromEverywhere)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Nothing is known yet of what is tried. */
    synchronized Begun begin(Tried tried) {
        return begun(tried, Optional.empty());
    }

    /** As far as it is {@code known}; while others were looked at, too, a pause may have begun. */
    synchronized Begun begin(Tried tried, Login.Known known) {
        return begun(tried, Optional.of(known));
    }

    private Begun begun(Tried tried, Optional<Login.Known> known) {
        Duration pause = pause(tried);
        Optional<Boolean> provenBefore = rightBefore.proven(tried);
        if (!pause.isZero()) {
            return new Begun(pause, provenBefore, List.of());
        }
        return new Begun(
                pause,
                provenBefore,
                switch (known.map(Login.Known::standing).orElse(Login.Standing.UNKNOWN)) {
                    case PROVEN -> List.of();
                    case PERHAPS_MADE_UP ->
                        provenBefore.isPresent() ? List.of() : perhapsMadeUp(tried, known.orElseThrow());
                    case UNKNOWN -> wrong(tried);
                });
    }

    /** It counts for its address, once: further calls with it are right from there already. */
    private List<LoginThrottle.Failed> perhapsMadeUp(Tried tried, Login.Known known) {
        rightBefore.add(tried, new LoginResult.Accepted(known.viewer(), false));
        return List.of(keysOfAnAddress.failed(tried.network));
    }

    private List<LoginThrottle.Failed> wrong(Tried tried) {
        List<LoginThrottle.Failed> counted = new ArrayList<>();
        counted.add(triesFromEverywhere.failed(tried.fromEverywhere()));
        LoginThrottle.Failed here = triesOfAKey.failed(tried);
        counted.add(here);
        if (here.isFirst()) {
            counted.add(keysOfAnAddress.failed(tried.network));
        }
        return counted;
    }

    synchronized void right(Tried tried, LoginResult.Accepted accepted) {
        rightBefore.add(tried, accepted);
    }

    /**
     * A try.
     *
     * @param pause zero when it was let pass
     * @param provenBefore whether it was proven when it was right before, if it was
     */
    record Begun(Duration pause, Optional<Boolean> provenBefore, List<LoginThrottle.Failed> counted) {
        /** It was right. */
        void takeBack() {
            counted.forEach(LoginThrottle.Failed::takeBack);
        }
    }

    /** What was tried, and from where. */
    record Tried(ClientNetwork network, boolean isName, String fingerprint) {
        private static final ClientNetwork ANY = new ClientNetwork("");

        private Tried fromEverywhere() {
            return new Tried(ANY, isName, fingerprint);
        }
    }
}
