package io.github.openrouterproxy.monitor.inspect;

import io.github.openrouterproxy.exchange.Attempt;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.Timing;
import io.github.openrouterproxy.monitor.text.Amount;
import io.github.openrouterproxy.monitor.text.Units;
import io.github.openrouterproxy.monitor.views.ErrorText;
import io.github.openrouterproxy.monitor.views.Ui;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When what happened.
 *
 * @param attempts empty when the first one was the only one
 */
public record TimelineView(List<StageView> stages, List<AttemptView> attempts) {
    private static final int WHOLE = 1000;

    static TimelineView of(Exchange exchange, Ui ui) {
        return new TimelineView(
                stages(exchange, ui),
                exchange.attempts().size() < 2
                        ? List.of()
                        : exchange.attempts().stream()
                                .map(attempt -> AttemptView.of(attempt, ui))
                                .toList());
    }

    private static List<StageView> stages(Exchange exchange, Ui ui) {
        Timing timing = exchange.timing();
        Duration first = timing.firstPiece();
        Duration token = exchange.understanding().firstToken();
        Duration whole = Stream.of(
                        timing.sent(), timing.head(), first, timing.lastPiece(), timing.finished(), timing.committed())
                .filter(Objects::nonNull)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        List<StageView> stages = new ArrayList<>();
        Duration reached = Duration.ZERO;
        reached = add(stages, ui, "sent", reached, timing.sent(), whole);
        reached = add(stages, ui, "head", reached, timing.head(), whole);
        reached = add(
                stages, ui, token == null ? "firstPiece" : "firstToken", reached, token == null ? first : token, whole);
        reached = add(stages, ui, "lastPiece", reached, timing.lastPiece(), whole);
        reached = add(stages, ui, "finished", reached, timing.finished(), whole);
        add(stages, ui, "recorded", reached, timing.committed(), whole);
        return List.copyOf(stages);
    }

    private static Duration add(
            List<StageView> stages, Ui ui, String name, Duration from, @Nullable Duration to, Duration whole) {
        if (to == null) {
            return from;
        }
        Duration begin = from.compareTo(to) < 0 ? from : to;
        stages.add(new StageView(
                ui.text("stage." + name),
                name,
                share(begin, whole),
                Math.max(3, share(to.minus(begin), whole)),
                Units.time(to.minus(begin)),
                Units.time(to)));
        return to;
    }

    private static int share(Duration part, Duration whole) {
        return whole.isZero() ? 0 : (int) (WHOLE * part.toNanos() / whole.toNanos());
    }

    /**
     * @param kind which stage it is, for its colour
     * @param from in thousandths of the whole
     * @param width likewise
     * @param took since the stage before
     * @param at since the call was received
     */
    public record StageView(String label, String kind, int from, int width, Amount took, Amount at) {}

    /**
     * @param result the status or the failure
     * @param pause that was made before it
     */
    public record AttemptView(int number, Amount at, String result, Amount pause) {
        static AttemptView of(Attempt attempt, Ui ui) {
            String told = ErrorText.of(attempt.failure(), ui);
            String failure = told == null ? ui.text("attempt.none") : told;
            String result = attempt.status() == null ? failure : Integer.toString(attempt.status());
            return new AttemptView(attempt.number(), Units.time(attempt.start()), result, Units.time(attempt.pause()));
        }
    }
}
