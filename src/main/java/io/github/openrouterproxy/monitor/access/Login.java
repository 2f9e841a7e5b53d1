package io.github.openrouterproxy.monitor.access;

import io.github.openrouterproxy.config.Secret;
import io.github.openrouterproxy.dao.UserDao;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows whose key it is. Any thread. */
public final class Login {
    private final @Nullable Secret administratorKey;
    private final KeyFingerprints fingerprints;
    private final UserDao users;

    /** @param administratorKey null: nobody is administrator */
    public Login(@Nullable Secret administratorKey, KeyFingerprints fingerprints, UserDao users) {
        this.administratorKey = administratorKey;
        this.fingerprints = fingerprints;
        this.users = users;
    }

    /** The administrator, or the user who has made calls with that key; empty for every other key alike. */
    public Optional<Viewer> by(Credential key) {
        // Every question is asked for every key, so that the time taken does not tell which one it failed.
        boolean administrator = administratorKey != null && administratorKey.matches(key.value());
        ApiKey masked = fingerprints.of(key);
        boolean known = users.exists(masked.fingerprint());
        if (administrator) {
            return Optional.of(new Viewer.Administrator());
        }
        return known ? Optional.of(new Viewer.User(masked)) : Optional.empty();
    }

    String fingerprint(Credential key) {
        return fingerprints.of(key).fingerprint();
    }
}
