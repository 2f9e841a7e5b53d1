package io.github.openrouterproxy.monitor.inspect;

import io.github.openrouterproxy.exchange.Attempt;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeState;
import io.github.openrouterproxy.monitor.text.Units;
import io.github.openrouterproxy.monitor.views.ErrorText;
import io.github.openrouterproxy.monitor.views.Ui;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says of a failed exchange what failed, where, and after how many attempts. */
final class FailureSentence {
    private static final String CLIENT_LEFT = "client disconnected";

    private FailureSentence() {}

    /** Null for an exchange that did not fail. */
    static @Nullable String of(Exchange exchange, Ui ui) {
        if (exchange.state() == ExchangeState.INTERRUPTED) {
            return ui.text("failure.interrupted");
        }
        String what = exchange.state() == ExchangeState.IN_FLIGHT ? null : what(exchange, ui);
        int attempts = exchange.attempts().size();
        return what == null || attempts < 2 ? what : ui.text("failure.attempts", what, attempts);
    }

    private static @Nullable String what(Exchange exchange, Ui ui) {
        String error = ErrorText.of(exchange.error(), ui);
        Integer status =
                exchange.response() == null ? null : exchange.response().status();
        if (exchange.error() != null && exchange.error().startsWith(CLIENT_LEFT)) {
            return ui.text(
                    "failure.client", Units.time(exchange.timing().finished()).text());
        }
        String unanswered = ErrorText.of(unanswered(exchange.attempts()), ui);
        if (unanswered != null) {
            return ui.text("failure.unanswered", error == null ? unanswered : error);
        }
        if (status == null) {
            return error == null ? null : ui.text("failure.refused", error);
        }
        String number = Integer.toString(status);
        if (status >= 400) {
            return error == null ? ui.text("failure.status", number) : ui.text("failure.answer", number, error);
        }
        return error == null ? null : ui.text("failure.midway", number, error);
    }

    private static @Nullable String unanswered(List<Attempt> attempts) {
        return attempts.isEmpty() ? null : attempts.get(attempts.size() - 1).failure();
    }
}
