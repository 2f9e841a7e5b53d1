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
     * empty for every other key alike.
     */
    public Optional<Viewer> by(Credential key) {
        // Every question is asked for every key, so that the time taken does not tell which one it failed.
        boolean administrator = isOneOf(settings.administratorKeys(), key);
        boolean auditor = isOneOf(settings.auditorKeys(), key);
        ApiKey masked = fingerprints.of(key);
        boolean known = users.calls(masked.fingerprint()) != UserDao.Calls.NONE;
        if (administrator) {
            return Optional.of(new Viewer.Administrator(Viewer.nameOf(masked)));
        }
        if (auditor) {
            return Optional.of(new Viewer.Auditor(Viewer.nameOf(masked)));
        }
        return known || confirmation.confirm(key) == KeyConfirmation.Answer.VALID
                ? Optional.of(new Viewer.User(masked))
                : Optional.empty();
    }

    /** Whether the upstream has shown that the viewer's key is one of its own; calls can be made with any. */
    public boolean isProven(Viewer viewer) {
        return !(viewer instanceof Viewer.User user)
                || users.calls(user.key().fingerprint()) != UserDao.Calls.FOR_NOTHING;
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
