package io.github.openrouterproxy.monitor.access;

import io.github.openrouterproxy.exchange.Credential;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One door at which keys are shown: the form, or the API. Any thread.
 *
 * <p>An address whose keys are wrong has to wait. A key that was right from that address before need not: one script
 * with an outdated key must not lock out everything else that runs on the same host.
 */
public final class LoginGate {
    private static final int ADDRESSES_REMEMBERED = 10_000;

    private final Login login;
    private final LoginThrottle throttle;
    private final Map<KnownKey, Boolean> rightBefore = new BoundedMap<>(ADDRESSES_REMEMBERED);

    public LoginGate(Login login, Clock clock) {
        this.login = login;
        this.throttle = new LoginThrottle(clock, ADDRESSES_REMEMBERED);
    }

    public LoginResult attempt(String address, Credential key) {
        KnownKey known = new KnownKey(address, login.fingerprint(key));
        Duration wait = throttle.wait(address);
        if (!wait.isZero() && !wasRight(known)) {
            return new LoginResult.Postponed(wait);
        }
        Optional<Viewer> viewer = login.by(key);
        if (viewer.isEmpty()) {
            throttle.failed(address);
            return new LoginResult.Refused();
        }
        remember(known);
        return new LoginResult.Accepted(viewer.get());
    }

    private synchronized boolean wasRight(KnownKey key) {
        return rightBefore.containsKey(key);
    }

    private synchronized void remember(KnownKey key) {
        rightBefore.put(key, true);
    }

    private record KnownKey(String address, String fingerprint) {}
}
