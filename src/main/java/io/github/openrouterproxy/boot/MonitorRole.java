package io.github.openrouterproxy.boot;

import io.github.openrouterproxy.config.AccessSettings;
import io.github.openrouterproxy.config.MonitorSettings;
import io.github.openrouterproxy.config.RecordingSettings.OnFailure;
import io.github.openrouterproxy.config.RecordingSettings.StoredKeys;
import io.github.openrouterproxy.config.Settings;
import io.github.openrouterproxy.dao.ExchangeReadDao;
import io.github.openrouterproxy.dao.StatsDao;
import io.github.openrouterproxy.dao.UserDao;
import io.github.openrouterproxy.dao.audit.AuditDao;
import io.github.openrouterproxy.dao.labels.LabelDao;
import io.github.openrouterproxy.dao.recording.RecordingBoard;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.monitor.access.CsrfTokens;
import io.github.openrouterproxy.monitor.access.PageAccessFilter;
import io.github.openrouterproxy.monitor.access.ReadingRoom;
import io.github.openrouterproxy.monitor.access.ReadingRoomFilter;
import io.github.openrouterproxy.monitor.api.ApiApplication;
import io.github.openrouterproxy.monitor.audit.Arrivals;
import io.github.openrouterproxy.monitor.audit.AuditTrail;
import io.github.openrouterproxy.monitor.audit.TakenAwayFilter;
import io.github.openrouterproxy.monitor.login.Access;
import io.github.openrouterproxy.monitor.login.ApiAccessFilter;
import io.github.openrouterproxy.monitor.login.KeyConfirmation;
import io.github.openrouterproxy.monitor.login.Login;
import io.github.openrouterproxy.monitor.login.LoginGate;
import io.github.openrouterproxy.monitor.login.RememberedConfirmation;
import io.github.openrouterproxy.monitor.login.SessionFilter;
import io.github.openrouterproxy.monitor.login.Sessions;
import io.github.openrouterproxy.monitor.login.VouchedNames;
import io.github.openrouterproxy.monitor.pages.MonitorPages;
import io.github.openrouterproxy.monitor.pages.RecordElResolver;
import io.github.openrouterproxy.monitor.pages.RelayAddress;
import io.github.openrouterproxy.monitor.shield.AnswersAtOnceFilter;
import io.github.openrouterproxy.monitor.shield.BodyLimitFilter;
import io.github.openrouterproxy.monitor.shield.HostFilter;
import io.github.openrouterproxy.monitor.shield.SecurityHeadersFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.jsp.JspFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.glassfish.jersey.servlet.ServletContainer;

/**
 * Registers the monitor in a context that is starting: pages at {@code /}, JSON at {@code /api/*}. Filters are bound to
 * its own servlets by name, so that a relay in the same context is never touched by them.
 */
final class MonitorRole {
    private static final String API = "api";

    /** Registered after this role, for every role. */
    private static final String HEALTH = "health";

    private static final String METRICS = "metrics";

    /** Entries of the audit, while the database takes nothing. */
    private static final int MOST_NOT_YET_WRITTEN = 1_000;

    private static final Duration BETWEEN_SHORTENINGS_OF_THE_AUDIT = Duration.ofHours(1);

    /** What the monitor reads from. */
    record Sources(
            ExchangeReadDao exchanges,
            StatsDao stats,
            UserDao users,
            AuditDao audit,
            RecordingBoard recording,
            LabelDao labels,
            KeyFingerprints fingerprints,
            KeyConfirmation confirmation) {}

    private final ServletContext context;
    private final List<String> all = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();

    private MonitorRole(ServletContext context) {
        this.context = context;
    }

    /**
     * Container's start thread; before the context serves its first request.
     *
     * @param relayIsHere whether the same context has the relay too
     */
    static void start(ServletContext context, Settings all, Sources sources, boolean relayIsHere, Lifecycle lifecycle) {
        Clock clock = Clock.systemUTC();
        JspFactory.getDefaultFactory().getJspApplicationContext(context).addELResolver(new RecordElResolver());
        MonitorRole role = new MonitorRole(context);
        MonitorSettings settings = all.monitor();
        MonitorPages.Storage storage = new MonitorPages.Storage(
                all.recording().storedKeys() == StoredKeys.PLAIN,
                !all.store().encryptionKeys().isEmpty(),
                all.recording().onFailure() == OnFailure.CLOSED);
        AuditTrail audit = audit(
                sources.audit(), settings.access().longestAudit(), clock, BETWEEN_SHORTENINGS_OF_THE_AUDIT, lifecycle);
        Access access = access(settings.access(), sources, audit, clock);
        MonitorPages pages = new MonitorPages(
                sources.exchanges(),
                sources.stats(),
                audit::newest,
                sources.recording(),
                sources.labels(),
                settings.pageSize(),
                access);
        pages.entries(context, relayAddress(context, relayIsHere), storage, clock)
                .forEach(role::add);
        role.addApi(new ApiApplication(
                sources.exchanges(), sources.stats(), audit::newest, sources.labels(), settings.pageSize(), clock));
        role.filters(settings.access(), access, new Arrivals(access.audit(), clock), clock);
    }

    /** Written by one thread, which is still there while the last requests end. */
    static AuditTrail audit(AuditDao dao, Duration kept, Clock clock, Duration between, Lifecycle lifecycle) {
        ScheduledThreadPoolExecutor writer = new ScheduledThreadPoolExecutor(1, new DaemonThreads("monitor-audit"));
        AuditTrail trail = new AuditTrail(dao, kept, clock, task -> {
            if (writer.getQueue().size() > MOST_NOT_YET_WRITTEN) {
                throw new RejectedExecutionException("too much waits");
            }
            writer.execute(task);
        });
        ScheduledFuture<?> unusedTask =
                writer.scheduleWithFixedDelay(trail::shorten, 0, between.toMillis(), TimeUnit.MILLISECONDS);
        lifecycle.onStop(() -> {
            writer.shutdown();
            if (!hasEnded(writer, Duration.ofSeconds(1))) {
                trail.giveUp();
                // One entry may be about to wait for the file until SQLite gives up.
                boolean unused = hasEnded(writer, Duration.ofSeconds(6));
            }
        });
        return trail;
    }

    private static boolean hasEnded(ExecutorService writer, Duration patience) {
        try {
            return writer.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Access access(AccessSettings settings, Sources sources, AuditTrail audit, Clock clock) {
        KeyConfirmation confirmation =
                new RememberedConfirmation(sources.confirmation(), sources.fingerprints(), clock);
        Login login = new Login(settings, sources.fingerprints(), sources.users(), confirmation);
        return new Access(
                new LoginGate(login, audit, clock),
                new Sessions(settings.longestIdle(), settings.longestSession(), clock),
                new VouchedNames(settings.vouching()),
                new CsrfTokens(),
                audit);
    }

    /** In the order in which a request meets them. */
    private void filters(AccessSettings settings, Access access, Arrivals arrivals, Clock clock) {
        filter(
                "securityHeaders",
                new SecurityHeadersFilter(),
                Stream.concat(all.stream(), Stream.of(HEALTH, METRICS)).toList());
        filter("answersOfANetwork", AnswersAtOnceFilter.ofANetwork(), all);
        filter("host", new HostFilter(Set.copyOf(settings.allowedHosts())), all);
        filter("bodyLimit", new BodyLimitFilter(), all);
        filter("readingRoom", new ReadingRoomFilter(ReadingRoom.ofHeap()), all);
        filter("session", new SessionFilter(access.sessions(), access.names(), arrivals), all);
        filter("takenAway", new TakenAwayFilter(access.audit(), clock), all);
        filter("pageAccess", new PageAccessFilter(), closed);
        filter("apiAccess", new ApiAccessFilter(access.gate(), access.csrf(), arrivals), List.of(API));
        filter("answersOfAViewer", AnswersAtOnceFilter.ofAViewer(), all);
    }

    private static RelayAddress relayAddress(ServletContext context, boolean relayIsHere) {
        String port = context.getInitParameter("relayPort");
        return relayIsHere || port == null ? RelayAddress.inSameContext() : RelayAddress.onPort(Integer.parseInt(port));
    }

    private void add(MonitorPages.Entry entry) {
        register(entry.name(), entry.servlet(), entry.paths());
        if (!entry.open()) {
            closed.add(entry.name());
        }
    }

    private void addApi(ApiApplication api) {
        register(API, new ServletContainer(api), List.of("/api/*"));
    }

    private void register(String name, Servlet servlet, List<String> paths) {
        ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
        if (registration == null) {
            throw new IllegalStateException("The context already has a servlet " + name);
        }
        registration.setLoadOnStartup(1);
        registration.setAsyncSupported(true);
        if (!registration.addMapping(paths.toArray(String[]::new)).isEmpty()) {
            throw new IllegalStateException("The context already serves one of " + paths);
        }
        all.add(name);
    }

    private void filter(String name, Filter filter, List<String> servlets) {
        FilterRegistration.Dynamic registration = context.addFilter(name, filter);
        registration.setAsyncSupported(true);
        registration.addMappingForServletNames(
                EnumSet.of(DispatcherType.REQUEST), true, servlets.toArray(String[]::new));
    }
}
