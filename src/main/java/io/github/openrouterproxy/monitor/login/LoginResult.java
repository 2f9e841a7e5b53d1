package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.monitor.access.Viewer;
import java.time.Duration;

/** What came of an attempt to log in. */
public sealed interface LoginResult {
    /** @param proven whether the key was not made up, as far as its calls or the upstream tell */
    record Accepted(Viewer viewer, boolean proven) implements LoginResult {}

    /** No such key, or none that has made calls; which of the two is not told. */
    record Refused() implements LoginResult {}

    /** This key or name was wrong too often, or its address tried too many; it was not looked at. */
    record Postponed(Duration pause) implements LoginResult {}
}
