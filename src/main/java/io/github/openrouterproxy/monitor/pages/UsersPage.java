package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.StatsDao;
import io.github.openrouterproxy.dao.labels.LabelDao;
import io.github.openrouterproxy.monitor.access.BadParameterException;
import io.github.openrouterproxy.monitor.access.ReturnPath;
import io.github.openrouterproxy.monitor.views.UsersView;
import java.util.regex.Pattern;

/** {@code /users}: who has called. For those who see everything; an administrator gives names. */
final class UsersPage implements Page {
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern UNPRINTABLE = Pattern.compile("\\p{Cntrl}");
    private static final int LONGEST_LABEL = 80;
    private static final ReturnPath HERE = new ReturnPath("/users");

    private final StatsDao stats;
    private final LabelDao labels;

    UsersPage(StatsDao stats, LabelDao labels) {
        this.stats = stats;
        this.labels = labels;
    }

    @Override
    public Reply read(Visit visit) {
        if (!visit.viewer().seesEveryone()) {
            return Reply.Message.NOT_FOUND;
        }
        return Reply.Show.page(
                "users",
                UsersView.of(
                        stats.users(visit.viewer().scope(), ExchangeFilter.ALL).rows(),
                        labels.seenBy(visit.viewer().scope()),
                        visit.ui()));
    }

    @Override
    public Reply submit(Visit visit) {
        if (!visit.viewer().seesEveryone()) {
            return Reply.Message.NOT_FOUND;
        }
        if (!visit.viewer().mayChange()) {
            return Reply.Message.NOT_ALLOWED;
        }
        String user = visit.parameter("user", "");
        if (!FINGERPRINT.matcher(user).matches()) {
            throw new BadParameterException("user", "a fingerprint");
        }
        String label = UNPRINTABLE
                .matcher(visit.parameter("label", ""))
                .replaceAll(" ")
                .strip();
        if (label.codePointCount(0, label.length()) > LONGEST_LABEL) {
            throw new BadParameterException("label", "at most " + LONGEST_LABEL + " characters");
        }
        labels.set(user, label.isEmpty() ? null : label);
        return new Reply.Changed("label of fp " + user + ": " + label, HERE);
    }
}
