package io.github.openrouterproxy.boot;

import io.github.openrouterproxy.dao.recording.IndexProgress;
import io.github.openrouterproxy.dao.recording.RecordingBoard;
import io.github.openrouterproxy.dao.recording.RecordingState;
import io.github.openrouterproxy.ops.MetricsServlet;
import io.github.openrouterproxy.ops.MetricsText;
import io.github.openrouterproxy.recorder.Recorder;
import io.github.openrouterproxy.recorder.RecorderStats;
import io.github.openrouterproxy.recorder.figures.CallFigures;
import io.github.openrouterproxy.recorder.figures.Histogram;
import io.github.openrouterproxy.relay.capture.CaptureBudget;
import io.github.openrouterproxy.relay.capture.SpillFolder;
import io.github.openrouterproxy.relay.upstream.JettyUpstreamClient;

/**
 * What the relay's door tells of calls, records and connections. All of it is counted off the way of the calls: by the
 * recorder's writer, or when it is asked for. Any thread.
 */
record RelayMetrics(
        Recorder recorder, JettyUpstreamClient upstream, CaptureBudget budget, SpillFolder spill, RecordingBoard board)
        implements MetricsServlet.Source {
    private static final double DOLLAR_NANOS = 1e9;

    @Override
    public void tell(MetricsText text) {
        calls(text, recorder.figures());
        records(text, recorder.stats());
        board.read().map(RecordingState::index).ifPresent(index -> index(text, index));
        text.counter("openrouter_proxy_calls_refused_total", "Calls without a record: no memory was left for them.")
                .sample(budget.refusedCalls());
        text.gauge("openrouter_proxy_bodies_in_files", "Large bodies that wait in files for their record.")
                .sample(spill.count());
        text.gauge("openrouter_proxy_upstream_connections", "Connections to the upstream.")
                .sample(upstream.activeConnections(), "state", "active")
                .sample(upstream.idleConnections(), "state", "idle");
    }

    private static void index(MetricsText text, IndexProgress index) {
        text.gauge("openrouter_proxy_index_behind", "Records that are not in the search index yet, up to 10000.")
                .sample(index.behind());
        text.counter("openrouter_proxy_index_mended_total", "Times that a damaged search index was begun anew.")
                .sample(index.mended());
        text.gauge("openrouter_proxy_index_resting", "1 while the search index waits for room on the disk.")
                .sample(index.resting() ? 1 : 0);
    }

    private static void calls(MetricsText text, CallFigures figures) {
        text.counter("openrouter_proxy_calls_total", "Calls that ended and are on record.");
        figures.calls()
                .forEach((ending, count) -> text.sample(
                        count, "status", ending.status(), "outcome", ending.failed() ? "failure" : "success"));
        text.counter("openrouter_proxy_retries_total", "Attempts beyond the first of each call.")
                .sample(figures.retries());
        text.counter("openrouter_proxy_tokens_total", "Tokens used, as far as they are known.");
        figures.tokens().forEach((kind, count) -> text.sample(count, "gen_ai_token_type", kind));
        text.counter("openrouter_proxy_cost_dollars_total", "Cost of the calls, as far as it is known.")
                .sample(figures.costNanos() / DOLLAR_NANOS);
        histogram(text, "gen_ai_server_request_duration_seconds", "From head to end of a call.", figures.durations());
        histogram(
                text,
                "gen_ai_server_time_to_first_token_seconds",
                "From the head of a call to the first token of a streamed answer.",
                figures.firstTokens());
        histogram(
                text,
                "openrouter_proxy_overhead_seconds",
                "From the head of a call until it went on to the upstream.",
                figures.overheads());
        histogram(
                text,
                "openrouter_proxy_commit_wait_seconds",
                "From the end of a call until its record was committed.",
                figures.commits());
    }

    private static void records(MetricsText text, RecorderStats stats) {
        text.gauge("openrouter_proxy_calls_in_flight", "Calls that run.").sample(stats.running());
        text.counter("openrouter_proxy_records_written_total", "Records committed.")
                .sample(stats.recorded());
        text.counter(
                        "openrouter_proxy_records_late_total",
                        "Calls not committed within RECORD_WAIT: let go, or cut if so set.")
                .sample(stats.late());
        text.counter("openrouter_proxy_records_dropped_total", "Records lost, or stored without their content.")
                .sample(stats.dropped());
        text.counter("openrouter_proxy_bodies_truncated_total", "Bodies of which only the beginning is on record.")
                .sample(stats.truncated());
        text.gauge("openrouter_proxy_records_waiting", "Ended calls that are not committed yet.")
                .sample(stats.waiting());
        text.gauge("openrouter_proxy_records_waiting_bytes", "Memory that they hold.")
                .sample(stats.waitingBytes());
        text.gauge("openrouter_proxy_recorder_failing", "1 while the database takes no records.")
                .sample(stats.failing() ? 1 : 0);
    }

    private static void histogram(MetricsText text, String name, String help, Histogram histogram) {
        text.histogram(name, help);
        histogram.buckets().forEach(bucket -> text.bucket(bucket.upTo(), bucket.count()));
        text.sum(histogram.sumSeconds());
    }
}
