package io.github.openrouterproxy.monitor.access;

import io.github.openrouterproxy.exchange.Credential;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

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

    private final Login login;
    private final LoginThrottle triesOfAKey;
    private final LoginThrottle keysOfAnAddress;
    private final Map<String, Boolean> rightBefore = new BoundedMap<>(REMEMBERED);

    public LoginGate(Login login, Clock clock) {
        this.login = login;
        this.triesOfAKey = new LoginThrottle(clock, FREE_TRIES_OF_A_KEY, REMEMBERED);
        this.keysOfAnAddress = new LoginThrottle(clock, FREE_KEYS_OF_AN_ADDRESS, REMEMBERED);
    }

    public LoginResult attempt(String address, Credential key) {
        String fingerprint = login.fingerprint(key);
        TriedKey tried = new TriedKey(address, fingerprint);
        Duration wait = longer(triesOfAKey.wait(tried), keysOfAnAddress.wait(address));
        if (!wait.isZero() && !wasRight(fingerprint)) {
            return new LoginResult.Postponed(wait);
        }
        Optional<Viewer> viewer = login.by(key);
        if (viewer.isEmpty()) {
            if (triesOfAKey.failed(tried)) {
                keysOfAnAddress.failed(address);
            }
            return new LoginResult.Refused();
        }
        remember(fingerprint);
        return new LoginResult.Accepted(viewer.get());
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

    private record TriedKey(String address, String fingerprint) {}
}
