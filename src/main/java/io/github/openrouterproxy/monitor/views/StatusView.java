package io.github.openrouterproxy.monitor.views;

import io.github.openrouterproxy.dao.ExchangeSummary;

/**
 * How an exchange stands, as a badge.
 *
 * @param text the status code, or a word where there is none
 * @param kind {@code good}, {@code warn}, {@code bad} or {@code running}: its colour
 * @param words what the badge says in words
 */
public record StatusView(String text, String kind, String words) {
    public static StatusView of(ExchangeSummary row, Ui ui) {
        return switch (row.state()) {
            case IN_FLIGHT -> word(ui, "running", "status.inFlight");
            case INTERRUPTED -> word(ui, "bad", "status.interrupted");
            case FINISHED -> ended(row, ui);
        };
    }

    private static StatusView ended(ExchangeSummary row, Ui ui) {
        Integer status = row.status();
        if (status == null) {
            return word(ui, "bad", "status.failed");
        }
        String text = Integer.toString(status);
        if (status >= 500) {
            return new StatusView(text, "bad", ui.text("status.failed"));
        }
        if (status >= 400) {
            return new StatusView(text, "warn", ui.text("status.failed"));
        }
        return row.error() == null
                ? new StatusView(text, "good", ui.text("status.good"))
                : new StatusView(text, "bad", ui.text("status.failed"));
    }

    private static StatusView word(Ui ui, String kind, String key) {
        return new StatusView(ui.text(key), kind, ui.text(key));
    }
}
