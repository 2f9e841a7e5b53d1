package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.dao.ExchangeReadDao;
import io.github.openrouterproxy.dao.StatsDao;
import io.github.openrouterproxy.dao.audit.AuditReadDao;
import io.github.openrouterproxy.dao.labels.LabelDao;
import io.github.openrouterproxy.dao.recording.RecordingBoard;
import io.github.openrouterproxy.monitor.assets.AssetServlet;
import io.github.openrouterproxy.monitor.assets.Assets;
import io.github.openrouterproxy.monitor.login.Access;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The servlets of the site and where they belong; nothing is registered here. */
public final class MonitorPages {
    private static final String ASSETS = "/assets/";

    /**
     * One servlet to register.
     *
     * @param paths exact paths and path prefixes
     * @param open whether visitors see it without login
     */
    public record Entry(String name, Servlet servlet, List<String> paths, boolean open) {}

    /**
     * How things are stored, as far as viewers are told.
     *
     * @param plainKeys whether keys are stored as they are
     * @param sealedBodies whether bodies are encrypted, and so not searched
     * @param refusing whether calls are refused while they cannot be recorded
     */
    public record Storage(boolean plainKeys, boolean sealedBodies, boolean refusing) {}

    private final ExchangeReadDao exchanges;
    private final StatsDao stats;
    private final int pageSize;
    private final AuditReadDao audit;
    private final RecordingBoard recording;
    private final LabelDao labels;
    private final Access access;

    public MonitorPages(
            ExchangeReadDao exchanges,
            StatsDao stats,
            AuditReadDao audit,
            RecordingBoard recording,
            LabelDao labels,
            int pageSize,
            Access access) {
        this.exchanges = exchanges;
        this.stats = stats;
        this.audit = audit;
        this.recording = recording;
        this.labels = labels;
        this.pageSize = pageSize;
        this.access = access;
    }

    /**
     * @param context where the assets lie
     */
    public List<Entry> entries(ServletContext context, RelayAddress relayAddress, Storage storage, Clock clock) {
        Assets assets = assets(context);
        PageParts parts = new PageParts(access, assets, relayAddress, storage, recording, clock);
        return List.of(
                page("overview", new OverviewPage(exchanges, stats, pageSize), parts, false, ""),
                page("requests", new RequestsPage(exchanges, pageSize), parts, false, "/requests"),
                page("exchange", new ExchangePage(exchanges), parts, false, "/requests/*"),
                page("login", new LoginPage(access.gate(), access.names().byPassword()), parts, true, "/login"),
                page("audit", new AuditPage(audit), parts, false, "/audit"),
                page("users", new UsersPage(stats, labels), parts, false, "/users"),
                page("recording", new RecordingPage(recording, storage.refusing()), parts, false, "/recording"),
                page("account", new AccountPage(), parts, true, "/account", "/logout"),
                page("preferences", new PreferencePage(), parts, true, "/preferences"),
                new Entry("assets", new AssetServlet(assets), List.of(ASSETS + "*"), true),
                page("elsewhere", new Page() {}, parts, true, "/"));
    }

    private static Entry page(String name, Page page, PageParts parts, boolean open, String... paths) {
        return new Entry(name, new PageServlet(page, parts), List.of(paths), open);
    }

    private static Assets assets(ServletContext context) {
        Set<String> names = new TreeSet<>();
        Set<String> paths = context.getResourcePaths(ASSETS);
        if (paths != null) {
            paths.forEach(path -> names.add(path.substring(ASSETS.length())));
        }
        return new Assets(
                names,
                name -> context.getResourceAsStream(ASSETS + name),
                MonitorPages.class.getClassLoader()::getResourceAsStream);
    }
}
