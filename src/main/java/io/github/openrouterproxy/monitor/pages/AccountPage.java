package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.monitor.access.ReturnPath;
import io.github.openrouterproxy.monitor.views.AccountView;

/**
 * {@code /account}: who is logged in. {@code /logout}: a form only, so that no link logs anyone out; with {@code
 * everywhere=true} out of every browser.
 */
final class AccountPage implements Page {
    @Override
    public Reply read(Visit visit) {
        return visit.ui().viewer() == null
                ? new Reply.GoTo(new ReturnPath("/login"))
                : Reply.Show.page("account", AccountView.of(visit.viewer(), visit.ui()));
    }

    @Override
    public Reply submit(Visit visit) {
        boolean everywhere = visit.parameter("everywhere", "").equals("true");
        return new Reply.LogOut(new ReturnPath("/login"), everywhere);
    }
}
