package io.github.openrouterproxy.boot;

import io.github.openrouterproxy.boot.MonitorRole.Sources;
import io.github.openrouterproxy.config.AccessSettings;
import io.github.openrouterproxy.config.RecordingSettings.StoredKeys;
import io.github.openrouterproxy.config.Secret;
import io.github.openrouterproxy.config.Settings;
import io.github.openrouterproxy.config.SettingsException;
import io.github.openrouterproxy.config.SettingsReader;
import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.sqlite.SqliteDatabase;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.openai.SearchTexts;
import io.github.openrouterproxy.ops.HealthServlet;
import io.github.openrouterproxy.ops.HealthServlet.Check;
import io.github.openrouterproxy.ops.MetricsServlet;
import io.github.openrouterproxy.ops.ProcessMetrics;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops one context in its role. The one listener in {@code web.xml}. */
public final class Bootstrap implements ServletContextListener {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.openrouterproxy");

    private final Lifecycle lifecycle = new Lifecycle();

    @Override
    public void contextInitialized(ServletContextEvent event) {
        try {
            start(event.getServletContext());
        } catch (SettingsException | DatabaseException | StartException e) {
            lifecycle.stop();
            LOG.error("openrouter-proxy does not start. {}", e.getMessage());
            throw new StartException(e.getMessage(), null);
        } catch (RuntimeException e) {
            lifecycle.stop();
            LOG.error("openrouter-proxy does not start", e);
            throw e;
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        lifecycle.stop();
    }

    private void start(ServletContext context) {
        Role role = Role.of(context.getInitParameter("role"));
        Settings settings = SettingsReader.ofProcess(context::getInitParameter).read();
        LogLevel.set(settings.logLevel());
        SqliteDatabase database =
                SqliteDatabase.open(settings.store(), SharedDriver.lookup(), SearchTexts::of, role.relays());
        lifecycle.onStop(database::close);
        KeyFingerprints fingerprints = fingerprints(settings);
        warn(role, settings, context.getInitParameter("monitorHost"));
        warnOfOpenFiles(settings);
        List<Check> checks = new ArrayList<>();
        checks.add(new Check("database", () -> database.exchanges().version() >= 0));
        List<MetricsServlet.Source> metrics = new ArrayList<>();
        metrics.add(ProcessMetrics::ofJava);
        metrics.add(ProcessMetrics.ofFiles(settings.store().database()));
        if (role.relays()) {
            RelayRole.Ops relay =
                    RelayRole.start(context, !role.monitors(), settings, database, fingerprints, lifecycle);
            checks.addAll(relay.checks());
            metrics.addAll(relay.metrics());
        }
        if (role.monitors()) {
            CompiledPages.match(context);
            Sources sources = new Sources(
                    database.exchanges(),
                    database.stats(),
                    database.users(),
                    database.audit(),
                    database.board(),
                    database.labels(),
                    fingerprints,
                    KeyCheck.start(settings.upstream(), lifecycle));
            MonitorRole.start(context, settings, sources, role.relays(), lifecycle);
        }
        serve(context, "health", new HealthServlet(checks), "/health/*");
        serve(context, "metrics", new MetricsServlet(metrics), "/metrics");
    }

    /** Who sees everything but must not become administrator learns nothing of an administrator's key. */
    private static KeyFingerprints fingerprints(Settings settings) {
        AccessSettings access = settings.monitor().access();
        return FingerprintSecret.of(
                        settings.fingerprintSecret(), settings.store().database())
                .naming("administrator", credentials(access.administratorKeys()))
                .naming("auditor", credentials(access.auditorKeys()));
    }

    private static List<Credential> credentials(List<Secret> keys) {
        return keys.stream().map(key -> new Credential(key.value())).toList();
    }

    /** @param monitorHost where the monitor listens; null where only the container knows */
    private static void warn(Role role, Settings settings, @Nullable String monitorHost) {
        if (role.relays() && settings.recording().storedKeys() == StoredKeys.PLAIN) {
            LOG.warn("Keys are stored in the clear (STORE_KEYS=plain): whoever can read the database file has them.");
        }
        if (role.monitors() && settings.monitor().access().hasShortKeys()) {
            LOG.warn("A key of SUPER_ADMIN_APIKEY, ADMIN_APIKEYS or AUDITOR_APIKEYS has fewer than 16 characters:"
                    + " it opens everything, and can be guessed.");
        }
        if (role.monitors()
                && monitorHost != null
                && settings.monitor().access().servesEveryNameOn(monitorHost)) {
            LOG.warn(
                    "The monitor listens on {} and answers under every host name: list those it is reached by in"
                            + " ALLOWED_HOSTS, so that no foreign page can use a name of its own (DNS rebinding).",
                    monitorHost);
        }
    }

    private static void warnOfOpenFiles(Settings settings) {
        Path database = settings.store().database();
        OpenFiles.warn("database", database);
        OpenFiles.warn("search index", database.resolveSibling(database.getFileName() + ".search"));
        Path keys = settings.encryptionKeyFile();
        if (keys != null) {
            OpenFiles.warn("file of encryption keys", keys);
        }
    }

    private static void serve(ServletContext context, String name, HttpServlet servlet, String path) {
        ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
        registration.setAsyncSupported(true);
        registration.addMapping(path);
    }
}
