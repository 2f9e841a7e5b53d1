package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.monitor.access.ClientNetwork;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.audit.AuditTrail;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Where keys are shown: by the form and by the API. Any thread.
 *
 * <p>A key that is wrong again and again has to wait, and so has an address that tries many different ones. One script
 * with an outdated key must not lock out everything else behind the same address, and a key that was right from
 * there before does not have to wait. From elsewhere it does: else a pause would not keep anybody from finding it out.
 *
 * <p>A key that opens nothing but calls for which the upstream charged nothing, and that it does not confirm, may be
 * made up, and is counted as one more that its address tries: whoever makes a call with each guess would have none that
 * is wrong.
 *
 * <p>Wrong tries of one name or key count together, too, wherever they come from: who has many networks has no more of
 * them. That pause is not for a network from which the same was right before, so that nobody is locked out there.
 */
public final class LoginGate {
    private static final int FREE_TRIES_OF_A_KEY = 3;
    private static final int FREE_TRIES_FROM_EVERYWHERE = 20;
    private static final int FREE_KEYS_OF_AN_ADDRESS = 20;
    private static final int REMEMBERED = 10_000;

    private final Login login;
    private final AuditTrail audit;
    private final LoginThrottle triesOfAKey;
    private final LoginThrottle triesFromEverywhere;
    private final LoginThrottle keysOfAnAddress;
    /** As many as the container's realm has. */
    private final Set<String> rightNames = ConcurrentHashMap.newKeySet();

    private final RightBefore<Tried> rightBefore = new RightBefore<>();

    public LoginGate(Login login, AuditTrail audit, Clock clock) {
        this.login = login;
        this.audit = audit;
        this.triesOfAKey = new LoginThrottle(clock, FREE_TRIES_OF_A_KEY, REMEMBERED);
        this.triesFromEverywhere = new LoginThrottle(clock, FREE_TRIES_FROM_EVERYWHERE, REMEMBERED);
        this.keysOfAnAddress = new LoginThrottle(clock, FREE_KEYS_OF_AN_ADDRESS, REMEMBERED);
    }

    public LoginResult attempt(String address, Credential key) {
        String fingerprint = login.fingerprint(key);
        Tried tried = new Tried(ClientNetwork.of(address), false, fingerprint);
        LoginResult result = attempt(tried, before -> login.by(key, before));
        noteUnlessAccepted(result, "key (fp " + fingerprint + ")", address);
        return result;
    }

    /**
     * A name with a password. Somebody else's right password must not open the way for guesses at it, so names always
     * have to wait. A name that has opened nothing yet is written down, and remembered, as a fingerprint: keys and
     * passwords are typed into the wrong field.
     */
    public LoginResult attempt(String address, String name, Supplier<Optional<Viewer>> realm) {
        // A realm may take a name in any spelling; each must not have tries of its own.
        String spelt = Normalizer.normalize(name, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
        String fingerprint = login.fingerprint(new Credential(spelt));
        LoginResult result = attempt(
                new Tried(ClientNetwork.of(address), true, fingerprint),
                before -> realm.get().map(viewer -> new LoginResult.Accepted(viewer, true)));
        if (result instanceof LoginResult.Accepted) {
            rightNames.add(name);
        }
        String shown = rightNames.contains(name) ? name : beginning(name) + "… (fp " + fingerprint + ")";
        noteUnlessAccepted(result, "name " + shown, address);
        return result;
    }

    private void noteUnlessAccepted(LoginResult result, String who, String address) {
        if (result instanceof LoginResult.Refused) {
            audit.add(AuditAction.LOGIN_FAILED, who, address, null);
        } else if (result instanceof LoginResult.Postponed) {
            audit.add(AuditAction.LOGIN_FAILED, who, address, "not looked at during a pause");
        }
    }

    /** Nothing that a terminal would obey. */
    private static String beginning(String name) {
        int first = name.codePointAt(0);
        return Character.isLetterOrDigit(first) ? Character.toString(first) : "";
    }

    private LoginResult attempt(Tried tried, Question question) {
        Optional<Boolean> before = rightBefore.proven(tried);
        if (before.isPresent() && !tried.isName) {
            return judged(tried, before, question);
        }
        List<Turn> turns = turns(tried, before.isPresent());
        try {
            Duration wait = turns.stream()
                    .map(Turn::begin)
                    .max(Comparator.naturalOrder())
                    .orElse(Duration.ZERO);
            return wait.isZero() ? judged(tried, before, question) : new LoginResult.Postponed(wait);
        } finally {
            turns.forEach(Turn::end);
        }
    }

    private List<Turn> turns(Tried tried, boolean wasRight) {
        Turn here = new Turn(triesOfAKey, tried);
        Turn ofAddress = new Turn(keysOfAnAddress, tried.network);
        return wasRight
                ? List.of(here, ofAddress)
                : List.of(here, ofAddress, new Turn(triesFromEverywhere, tried.fromEverywhere()));
    }

    private LoginResult judged(Tried tried, Optional<Boolean> before, Question question) {
        Optional<LoginResult.Accepted> accepted = question.ask(before);
        if (accepted.isEmpty()) {
            count(tried);
            return new LoginResult.Refused();
        }
        if (before.isEmpty() && !accepted.get().proven()) {
            keysOfAnAddress.failed(tried.network);
        }
        rightBefore.add(tried, accepted.get());
        return accepted.get();
    }

    private void count(Tried wrong) {
        triesFromEverywhere.failed(wrong.fromEverywhere());
        if (triesOfAKey.failed(wrong)) {
            keysOfAnAddress.failed(wrong.network);
        }
    }

    @FunctionalInterface
    private interface Question {
        /** @param provenBefore whether it was proven when it was right before, if it was */
        Optional<LoginResult.Accepted> ask(Optional<Boolean> provenBefore);
    }

    /** One of those that a try has to wait for. */
    private record Turn(LoginThrottle throttle, Object who) {
        Duration begin() {
            return throttle.begin(who);
        }

        void end() {
            throttle.end(who);
        }
    }

    private record Tried(ClientNetwork network, boolean isName, String fingerprint) {
        private static final ClientNetwork ANY = new ClientNetwork("");

        Tried fromEverywhere() {
            return new Tried(ANY, isName, fingerprint);
        }
    }
}
