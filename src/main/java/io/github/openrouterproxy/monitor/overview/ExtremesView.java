package io.github.openrouterproxy.monitor.overview;

import io.github.openrouterproxy.dao.Extremes;
import io.github.openrouterproxy.dao.Extremes.Failures;
import io.github.openrouterproxy.monitor.text.Amount;
import io.github.openrouterproxy.monitor.text.Units;
import io.github.openrouterproxy.monitor.views.ErrorText;
import io.github.openrouterproxy.monitor.views.Query;
import io.github.openrouterproxy.monitor.views.RowView;
import io.github.openrouterproxy.monitor.views.Ui;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands out in a span.
 *
 * @param limit says that only the newest calls were looked at; null when all were
 */
public record ExtremesView(
        List<RowView> slowest,
        List<FailureView> failures,
        @Nullable String limit) {
    /**
     * Calls that failed alike.
     *
     * @param status the code, or a word where there was no answer
     * @param error in words; empty when only the status tells
     * @param href calls that failed so, as far as a filter can tell
     */
    public record FailureView(String status, String error, Amount count, String href) {}

    /** @param span what the links to the calls are limited to */
    public static ExtremesView of(Extremes extremes, Query span, Ui ui) {
        return new ExtremesView(
                RowView.of(extremes.slowest(), ui, Query.NONE),
                extremes.failures().stream()
                        .map(failures -> failure(failures, span, ui))
                        .toList(),
                extremes.complete() ? null : ui.text("extremes.limit", Extremes.LOOKED_AT));
    }

    private static FailureView failure(Failures failures, Query span, Ui ui) {
        Integer status = failures.status();
        String error = ErrorText.of(failures.error(), ui);
        String filter = status != null && status >= 400 ? Integer.toString(status) : "error";
        return new FailureView(
                status == null ? ui.text("status.failed") : Integer.toString(status),
                error == null ? "" : error,
                Units.count(failures.count()),
                ui.url(span.with("status", filter).on("/requests")));
    }
}
