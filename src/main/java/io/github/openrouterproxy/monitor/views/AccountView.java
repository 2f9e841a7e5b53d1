package io.github.openrouterproxy.monitor.views;

import io.github.openrouterproxy.monitor.access.Viewer;

/**
 * Who is logged in.
 *
 * @param role in words
 */
public record AccountView(String name, String role) {
    public static AccountView of(Viewer viewer, Ui ui) {
        String role = viewer.seesEveryone()
                ? (viewer.mayChange() ? "layout.administrator" : "layout.auditor")
                : "account.user";
        return new AccountView(AuditView.who(viewer.name(), ui), ui.text(role));
    }
}
