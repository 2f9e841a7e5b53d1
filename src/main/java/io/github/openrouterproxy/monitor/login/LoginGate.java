package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.monitor.access.ClientNetwork;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.audit.AuditTrail;
import io.github.openrouterproxy.monitor.login.Tries.Tried;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
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
 * is wrong. It is counted before the upstream is asked, who may take seconds, so that nobody of that address waits for
 * it.
 *
 * <p>Wrong tries of one name or key count together, too, wherever they come from: who has many networks has no more of
 * them. That pause is not for a network from which the same was right before, so that nobody is locked out there.
 */
public final class LoginGate {
    private final Login login;
    private final AuditTrail audit;
    private final Tries tries;
    /** As many as the container's realm has. */
    private final Set<String> rightNames = ConcurrentHashMap.newKeySet();

    public LoginGate(Login login, AuditTrail audit, Clock clock) {
        this.login = login;
        this.audit = audit;
        this.tries = new Tries(clock);
    }

    public LoginResult attempt(String address, Credential key) {
        String fingerprint = login.fingerprint(key);
        LoginResult result = judged(new Tried(ClientNetwork.of(address), false, fingerprint), key);
        noteUnlessAccepted(result, "key (fp " + fingerprint + ")", address);
        return result;
    }

    private LoginResult judged(Tried tried, Credential key) {
        Duration pause = tries.pause(tried);
        if (!pause.isZero()) {
            return new LoginResult.Postponed(pause);
        }
        Login.Known known = login.known(key);
        Tries.Begun begun = tries.begin(tried, known);
        if (!begun.pause().isZero()) {
            return new LoginResult.Postponed(begun.pause());
        }
        boolean proven = switch (known.standing()) {
            case PROVEN -> true;
            // An upstream that does not answer keeps nobody waiting each time.
            case PERHAPS_MADE_UP -> begun.provenBefore().orElseGet(() -> login.isConfirmed(key));
            case UNKNOWN -> login.isConfirmed(key);
        };
        if (proven) {
            begun.takeBack();
        } else if (known.standing() == Login.Standing.UNKNOWN) {
            return new LoginResult.Refused();
        }
        LoginResult.Accepted accepted = new LoginResult.Accepted(known.viewer(), proven);
        if (proven) {
            tries.right(tried, accepted);
        }
        return accepted;
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
        LoginResult result = judged(new Tried(ClientNetwork.of(address), true, fingerprint), realm);
        if (result instanceof LoginResult.Accepted) {
            rightNames.add(name);
        }
        String shown = rightNames.contains(name) ? name : beginning(name) + "… (fp " + fingerprint + ")";
        noteUnlessAccepted(result, "name " + shown, address);
        return result;
    }

    private LoginResult judged(Tried tried, Supplier<Optional<Viewer>> realm) {
        Tries.Begun begun = tries.begin(tried);
        if (!begun.pause().isZero()) {
            return new LoginResult.Postponed(begun.pause());
        }
        boolean wrong = false;
        try {
            Optional<Viewer> viewer = realm.get();
            wrong = viewer.isEmpty();
            if (wrong) {
                return new LoginResult.Refused();
            }
            LoginResult.Accepted accepted = new LoginResult.Accepted(viewer.get(), true);
            tries.right(tried, accepted);
            return accepted;
        } finally {
            if (!wrong) {
                begun.takeBack();
            }
        }
    }

    private void noteUnlessAccepted(LoginResult result, String who, String address) {
        if (result instanceof LoginResult.Refused) {
            audit.add(AuditAction.LOGIN_FAILED, who, address, null);
        } else if (result instanceof LoginResult.Postponed) {
            audit.add(AuditAction.LOGIN_POSTPONED, who, address, null);
        }
    }

    /** Nothing that a terminal would obey. */
    private static String beginning(String name) {
        int first = name.codePointAt(0);
        return Character.isLetterOrDigit(first) ? Character.toString(first) : "";
    }
}
