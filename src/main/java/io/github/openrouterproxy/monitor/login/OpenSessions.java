package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.monitor.access.Viewer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The sessions that are open, and how many there may be. Whoever makes up keys and calls the relay with them is ever so
 * many users: those of such keys end first, and sessions of those who see everybody's calls are kept apart, so that
 * users end none of them. Any thread.
 */
final class OpenSessions {
    /** More browsers than anybody has. */
    private static final int MOST_OF_A_VIEWER = 50;

    private static final int MOST_OF_A_NETWORK = 1_000;
    private static final int MOST_OF_USERS = 10_000;

    private final Set<OpenSession> ofUsers = new LinkedHashSet<>();
    private final Set<OpenSession> ofThoseWhoSeeEveryone = new LinkedHashSet<>();

    void add(OpenSession added) {
        surplusBeside(added).forEach(OpenSession::end);
    }

    void endAll(Viewer viewer) {
        of(viewer).forEach(OpenSession::end);
    }

    synchronized void forget(OpenSession gone) {
        beside(gone.viewer()).remove(gone);
    }

    /** @return those there is no place for any more */
    private synchronized List<OpenSession> surplusBeside(OpenSession added) {
        Set<OpenSession> all = beside(added.viewer());
        all.add(added);
        List<OpenSession> surplus = new ArrayList<>();
        takeSurplus(all, added, MOST_OF_A_VIEWER, other -> other.viewer().equals(added.viewer()), surplus);
        if (!added.viewer().seesEveryone()) {
            takeSurplus(all, added, MOST_OF_A_NETWORK, other -> other.network().equals(added.network()), surplus);
            takeSurplus(all, added, MOST_OF_USERS, other -> true, surplus);
        }
        return surplus;
    }

    private static void takeSurplus(
            Set<OpenSession> all,
            OpenSession added,
            int most,
            Predicate<OpenSession> counted,
            List<OpenSession> surplus) {
        // One came, so one is too many at most.
        if (all.size() > most && all.stream().filter(counted).count() > most) {
            all.stream()
                    .filter(counted)
                    .filter(other -> other != added)
                    .min(Comparator.comparing(OpenSession::isProven).thenComparing(OpenSession::lastUsed))
                    .ifPresent(idle -> {
                        all.remove(idle);
                        surplus.add(idle);
                    });
        }
    }

    private synchronized List<OpenSession> of(Viewer viewer) {
        return beside(viewer).stream()
                .filter(login -> login.viewer().equals(viewer))
                .toList();
    }

    private Set<OpenSession> beside(Viewer viewer) {
        return viewer.seesEveryone() ? ofThoseWhoSeeEveryone : ofUsers;
    }
}
