package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.config.AccessSettings;
import io.github.openrouterproxy.config.Secret;
import io.github.openrouterproxy.dao.UserDao;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.monitor.access.Viewer;
import java.util.List;

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
     * What the settings and the recorded calls tell of a key. A key may be made up although calls were made with it,
     * unless the upstream counted tokens for one or confirms the key.
     */
    Known known(Credential key) {
        // Every question is asked for every key, so that the time taken does not tell which one it failed.
        boolean administrator = isOneOf(settings.administratorKeys(), key);
        boolean auditor = isOneOf(settings.auditorKeys(), key);
        ApiKey masked = fingerprints.of(key);
        UserDao.Calls calls = users.calls(masked.fingerprint());
        if (administrator) {
            return new Known(new Viewer.Administrator(Viewer.nameOf(masked)), Standing.PROVEN);
        }
        if (auditor) {
            return new Known(new Viewer.Auditor(Viewer.nameOf(masked)), Standing.PROVEN);
        }
        Standing standing = switch (calls) {
            case CHARGED -> Standing.PROVEN;
            case FOR_NOTHING -> Standing.PERHAPS_MADE_UP;
            case NONE -> Standing.UNKNOWN;
        };
        return new Known(new Viewer.User(masked), standing);
    }

    /** Asks the upstream, which may take a moment. */
    boolean isConfirmed(Credential key) {
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

    /** @param viewer who it is, if it is anybody's */
    record Known(Viewer viewer, Standing standing) {}

    /** As far as it is known here. */
    enum Standing {
        PROVEN,
        /** Calls were made with it, such as anybody can make with any key. */
        PERHAPS_MADE_UP,
        /** It opens nothing, unless the upstream confirms it. */
        UNKNOWN
    }
}
