package io.github.openrouterproxy.monitor.views;

import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.ExchangeState;
import io.github.openrouterproxy.monitor.text.Amount;
import io.github.openrouterproxy.monitor.text.Units;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row of a list.
 *
 * @param href of the exchange, within the list's filter
 * @param path below the upstream's base, with the query
 * @param duration so far, where it is running
 * @param waitShare the duration up to the first token, in thousandths of a duration that nine rows in ten stay below
 * @param streamShare the rest of the duration, likewise
 */
public record RowView(
        String id,
        String href,
        TimeView time,
        StatusView status,
        String method,
        String path,
        String url,
        @Nullable String model,
        @Nullable String user,
        String userHref,
        boolean running,
        Amount duration,
        int waitShare,
        int streamShare,
        Amount firstToken,
        Amount tokensIn,
        Amount tokensOut,
        Amount cached,
        Amount cost,
        Amount size,
        String sizes,
        boolean streamed,
        int attempts,
        boolean truncated,
        @Nullable String error) {
    private static final int WHOLE = 1000;

    /** The rows of a list, newest first. */
    public static List<RowView> of(List<ExchangeSummary> rows, Ui ui, Query filter) {
        List<Duration> durations = rows.stream()
                .map(ExchangeSummary::duration)
                .filter(Objects::nonNull)
                .sorted()
                .toList();
        // One very long call must not flatten the bars of all others.
        Duration longest = durations.isEmpty() ? Duration.ZERO : durations.get(durations.size() * 9 / 10);
        return rows.stream().map(row -> of(row, ui, filter, longest)).toList();
    }

    private static RowView of(ExchangeSummary row, Ui ui, Query filter, Duration longest) {
        ApiKey user = row.user();
        int total = share(row.duration(), longest);
        int wait = row.firstToken() == null ? total : Math.min(total, share(row.firstToken(), longest));
        boolean cached = row.usage().cached() != null && row.usage().cached() > 0;
        return new RowView(
                row.id().toString(),
                ui.url(filter.on("/requests/" + row.id())),
                TimeView.of(row.received(), ui),
                StatusView.of(row, ui),
                row.method(),
                shownPath(row),
                row.url(),
                row.model(),
                user == null ? null : ui.key(user.mask()),
                user == null
                        ? ""
                        : ui.url(Query.NONE.with("user", user.fingerprint()).on("/requests")),
                row.state() == ExchangeState.IN_FLIGHT,
                row.state() == ExchangeState.IN_FLIGHT ? soFar(row, ui) : Units.time(row.duration()),
                wait,
                total - wait,
                Units.time(row.firstToken()),
                Units.count(row.usage().prompt()),
                Units.count(row.usage().completion()),
                cached ? Units.count(row.usage().cached()) : Amount.UNKNOWN,
                Units.dollars(row.usage().costNanos()),
                Units.bytes(row.requestBytes() + row.responseBytes()),
                ui.text(
                        "row.sizes",
                        Units.bytes(row.requestBytes()).text(),
                        Units.bytes(row.responseBytes()).text()),
                row.stream(),
                row.attempts(),
                row.truncated() && row.state() != ExchangeState.IN_FLIGHT,
                ErrorText.of(row.error(), ui));
    }

    // It counts on in the page, so that an exact figure would soon be wrong.
    private static Amount soFar(ExchangeSummary row, Ui ui) {
        Duration running = Duration.between(row.received(), ui.now());
        return new Amount(
                Units.time(running.isNegative() ? Duration.ZERO : running).text(), "");
    }

    private static String shownPath(ExchangeSummary row) {
        int query = row.url().indexOf('?');
        return query < 0 ? row.path() : row.path() + row.url().substring(query);
    }

    private static int share(@Nullable Duration part, Duration longest) {
        if (part == null || longest.isZero()) {
            return 0;
        }
        return (int) Math.min(WHOLE, Math.round((double) WHOLE * part.toNanos() / longest.toNanos()));
    }
}
