package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.config.AccessSettings;
import io.github.openrouterproxy.config.Secret;
import io.github.openrouterproxy.dao.UserDao;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.monitor.access.Viewer;
import java.util.List;
import java.util.Optional;

/** Knows whose key it is. Any thread. */
public final class Login {
    private final AccessSettings settings;
    private final KeyFingerprints fingerprints;
    private final UserDao users;
    private final KeyConfirmation confirmation;

    public Login(AccessSettings settings, KeyFingerprints fingerprints, UserDao users, KeyConfirmation confirmation) {
        this.settings = settings;
        this.fingerprints = fingerprints;
        this.users = users;
        this.confirmation = confirmation;
    }

    /**
     * An administrator or auditor by its key, or the user of a key that has made calls or that the upstream confirms;
     * empty for every other key alike. A key may be made up although calls were made with it, unless the upstream
     * counted tokens for one or confirms the key.
     *
     * @param provenBefore whether it was proven when it was right before; then an upstream that does not answer keeps
     *     nobody waiting each time
     */
    Optional<LoginResult.Accepted> by(Credential key, Optional<Boolean> provenBefore) {
        // Every question is asked for every key, so that the time taken does not tell which one it failed.
        boolean administrator = isOneOf(settings.administratorKeys(), key);
        boolean auditor = isOneOf(settings.auditorKeys(), key);
        ApiKey masked = fingerprints.of(key);
        UserDao.Calls calls = users.calls(masked.fingerprint());
        if (administrator) {
            return accepted(new Viewer.Administrator(Viewer.nameOf(masked)), true);
        }
        if (auditor) {
            return accepted(new Viewer.Auditor(Viewer.nameOf(masked)), true);
        }
        Viewer user = new Viewer.User(masked);
        return switch (calls) {
            case CHARGED -> accepted(user, true);
            case FOR_NOTHING -> accepted(user, provenBefore.orElseGet(() -> isConfirmed(key)));
            case NONE -> isConfirmed(key) ? accepted(user, true) : Optional.empty();
        };
    }

    private static Optional<LoginResult.Accepted> accepted(Viewer viewer, boolean proven) {
        return Optional.of(new LoginResult.Accepted(viewer, proven));
    }

    private boolean isConfirmed(Credential key) {
        return confirmation.confirm(key) == KeyConfirmation.Answer.VALID;
    }

    String fingerprint(Credential key) {
        return fingerprints.of(key).fingerprint();
    }

    private static boolean isOneOf(List<Secret> secrets, Credential key) {
        boolean found = false;
        for (Secret secret : secrets) {
            found |= secret.matches(key.value());
        }
        return found;
    }
}
