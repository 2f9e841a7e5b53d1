package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.monitor.access.BoundedMap;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.audit.AuditTrail;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Where keys are shown: by the form and by the API. Any thread.
 *
 * <p>A key that is wrong again and again has to wait, and so has an address that tries many different ones. One script
 * with an outdated key must not lock out everything else behind the same address, and a key that was right before
 * never has to wait.
 */
public final class LoginGate {
    private static final int FREE_TRIES_OF_A_KEY = 3;
    private static final int FREE_KEYS_OF_AN_ADDRESS = 20;
    private static final int REMEMBERED = 10_000;
    private static final int LONGEST_NAME = 100;

    private final Login login;
    private final AuditTrail audit;
    private final LoginThrottle triesOfAKey;
    private final LoginThrottle keysOfAnAddress;
    private final Map<String, Boolean> rightBefore = new BoundedMap<>(REMEMBERED);

    public LoginGate(Login login, AuditTrail audit, Clock clock) {
        this.login = login;
        this.audit = audit;
        this.triesOfAKey = new LoginThrottle(clock, FREE_TRIES_OF_A_KEY, REMEMBERED);
        this.keysOfAnAddress = new LoginThrottle(clock, FREE_KEYS_OF_AN_ADDRESS, REMEMBERED);
    }

    public LoginResult attempt(String address, Credential key) {
        String fingerprint = login.fingerprint(key);
        LoginResult result = attempt(address, fingerprint, wasRight(fingerprint), () -> login.by(key));
        if (result instanceof LoginResult.Accepted) {
            remember(fingerprint);
        } else if (result instanceof LoginResult.Refused) {
            audit.add(AuditAction.LOGIN_FAILED, "key (fp " + fingerprint + ")", address, null);
        }
        return result;
    }

    /**
     * A name with a password. Somebody else's right password must not open the way for guesses at it, so names always
     * have to wait.
     */
    public LoginResult attempt(String address, String name, Supplier<Optional<Viewer>> realm) {
        String shown = "name " + name.substring(0, Math.min(name.length(), LONGEST_NAME));
        LoginResult result = attempt(address, shown, false, realm);
        if (result instanceof LoginResult.Refused) {
            audit.add(AuditAction.LOGIN_FAILED, shown, address, null);
        }
        return result;
    }

    private LoginResult attempt(String address, String what, boolean exempt, Supplier<Optional<Viewer>> question) {
        String from = network(address);
        Tried tried = new Tried(from, what);
        Duration wait = longer(triesOfAKey.wait(tried), keysOfAnAddress.wait(from));
        if (!wait.isZero() && !exempt) {
            return new LoginResult.Postponed(wait);
        }
        Optional<Viewer> viewer = question.get();
        if (viewer.isEmpty()) {
            if (triesOfAKey.failed(tried)) {
                keysOfAnAddress.failed(from);
            }
            return new LoginResult.Refused();
        }
        return new LoginResult.Accepted(viewer.get());
    }

    /** One customer has a whole IPv6 network of 64 bits, and so every address of it. */
    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        return Arrays.stream(address.split(":", -1)).limit(4).collect(Collectors.joining(":"));
    }

    private synchronized boolean wasRight(String fingerprint) {
        return rightBefore.get(fingerprint) != null;
    }

    private synchronized void remember(String fingerprint) {
        rightBefore.put(fingerprint, true);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private record Tried(String address, String what) {}
}
