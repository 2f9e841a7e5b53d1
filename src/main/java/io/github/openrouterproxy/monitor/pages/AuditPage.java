package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.dao.audit.AuditReadDao;
import io.github.openrouterproxy.monitor.access.AuditQuery;
import io.github.openrouterproxy.monitor.views.AuditView;

/** {@code /audit}: who did what, for those who see everything; for others there is no such page. */
final class AuditPage implements Page {
    private static final int ROWS = 50;

    private final AuditReadDao audit;

    AuditPage(AuditReadDao audit) {
        this.audit = audit;
    }

    @Override
    public Reply read(Visit visit) {
        if (!visit.viewer().seesEveryone()) {
            return Reply.Message.NOT_FOUND;
        }
        AuditQuery query = AuditQuery.read(visit.parameters(), ROWS);
        return Reply.Show.page(
                "audit",
                AuditView.of(
                        audit.newest(visit.viewer().scope(), query.size() + 1, query.before()),
                        query.size(),
                        visit.ui()));
    }
}
