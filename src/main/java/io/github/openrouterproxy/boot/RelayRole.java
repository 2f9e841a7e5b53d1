package io.github.openrouterproxy.boot;

import io.github.openrouterproxy.config.RecordingSettings;
import io.github.openrouterproxy.config.Settings;
import io.github.openrouterproxy.dao.sqlite.SqliteDatabase;
import io.github.openrouterproxy.exchange.ExchangeIds;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.ops.HealthServlet.Check;
import io.github.openrouterproxy.ops.MetricsServlet;
import io.github.openrouterproxy.recorder.Recorder;
import io.github.openrouterproxy.recorder.RecorderLimits;
import io.github.openrouterproxy.recorder.indexing.Indexer;
import io.github.openrouterproxy.recorder.pricing.Costing;
import io.github.openrouterproxy.recorder.redaction.Redaction;
import io.github.openrouterproxy.recorder.redaction.RedactionRules;
import io.github.openrouterproxy.recorder.redaction.RuleException;
import io.github.openrouterproxy.relay.OutsideServlet;
import io.github.openrouterproxy.relay.OwnAnswerFilter;
import io.github.openrouterproxy.relay.RelayParts;
import io.github.openrouterproxy.relay.RelayServlet;
import io.github.openrouterproxy.relay.capture.SpillFolder;
import io.github.openrouterproxy.relay.client.UnreadBodyFilter;
import io.github.openrouterproxy.relay.client.UnwantedBodies;
import io.github.openrouterproxy.relay.upstream.JettyUpstreamClient;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Starts the recorder and the upstream client, and opens the relay's doors. The container's start thread. */
final class RelayRole {
    private RelayRole() {}

    /**
     * Stops by way of {@code lifecycle}: first the calls, then the recorder that takes their endings.
     *
     * @param alone whether nothing else is behind this door
     */
    static Ops start(
            ServletContext context,
            boolean alone,
            Settings settings,
            SqliteDatabase database,
            KeyFingerprints fingerprints,
            Lifecycle lifecycle) {
        Clock clock = Clock.systemUTC();
        Costing costing = Afterwards.start(settings.upstream(), lifecycle).lookups();
        Redaction redaction = redaction(settings.recording());
        Recorder recorder = new Recorder(
                database.writer(),
                database.checkpoints(),
                fingerprints,
                settings.recording(),
                settings.store(),
                clock,
                redaction,
                costing,
                RecorderLimits.ofThisProcess());
        WarmUp warmUp = WarmUp.start(settings.upstream(), recorder::rehearse, clock);
        lifecycle.onStop(warmUp::stop);
        SpillFolder spill = Spilling.start(settings.store().database(), lifecycle);
        // before anything is written, or only rehearsed, on that connection
        ExchangeIds ids = new ExchangeIds(clock, database.writer().newestId());
        recorder.start();
        new RecordingReport(recorder::stats, database.indexWatch(), database.board(), clock).start(lifecycle);
        Indexer indexer = Indexer.start(database.index(), recorder::isWriting);
        lifecycle.onStop(indexer::stop);
        lifecycle.onStop(recorder::stop);
        JettyUpstreamClient upstream = JettyUpstreamClient.start(settings.upstream());
        lifecycle.onStop(upstream::close);
        RelayParts parts = RelayParts.of(settings, upstream, recorder, ids, clock);
        RelayServlet servlet = new RelayServlet(Spilling.mayBeUsed(settings) ? parts.spillingInto(spill) : parts);
        openDoors(context, alone, servlet, parts.unwanted());
        return new Ops(
                List.of(
                        new Check("recorder", () -> !recorder.stats().failing()),
                        new Check("warm_up", () -> warmUp.isOver() && !recorder.isRehearsing())),
                List.of(new RelayMetrics(recorder, upstream, parts.budget(), spill, database.board())));
    }

    private static void openDoors(
            ServletContext context, boolean alone, RelayServlet servlet, UnwantedBodies unwanted) {
        open(context, "relay", servlet, "/v1/*", "/api/v1/*");
        if (alone) {
            open(context, "outside", new OutsideServlet(unwanted), "/", "*.jsp", "*.jspx");
        }
        filter(context, "unread-body", new UnreadBodyFilter()).addMappingForUrlPatterns(null, false, "/*");
        filter(context, "own-answer", new OwnAnswerFilter(unwanted))
                .addMappingForServletNames(null, false, "health", "metrics");
    }

    private static void open(ServletContext context, String name, Servlet servlet, String... paths) {
        ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
        registration.setAsyncSupported(true);
        registration.addMapping(paths);
    }

    private static FilterRegistration filter(ServletContext context, String name, Filter filter) {
        FilterRegistration.Dynamic registration = context.addFilter(name, filter);
        registration.setAsyncSupported(true);
        return registration;
    }

    private static Redaction redaction(RecordingSettings settings) {
        Path file = settings.redactionRules();
        try {
            RedactionRules rules = file == null ? RedactionRules.NONE : RedactionRules.read(file);
            return new Redaction(rules, settings.maxBodyBytes());
        } catch (RuleException e) {
            throw new StartException(e.getMessage(), null);
        }
    }

    /** What the operator may ask of it. */
    record Ops(List<Check> checks, List<MetricsServlet.Source> metrics) {}
}
