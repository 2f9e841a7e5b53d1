package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.monitor.access.ReturnPath;

/** {@code /logout}: a form only, so that no link logs anyone out. */
final class LogoutPage implements Page {
    @Override
    public Reply submit(Visit visit) {
        return new Reply.LogOut(new ReturnPath("/login"));
    }
}
