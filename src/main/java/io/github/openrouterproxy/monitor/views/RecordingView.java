package io.github.openrouterproxy.monitor.views;

import io.github.openrouterproxy.dao.recording.IndexProgress;
import io.github.openrouterproxy.dao.recording.RecordingState;
import io.github.openrouterproxy.monitor.text.Amount;
import io.github.openrouterproxy.monitor.text.Units;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How recording fares, as far as it concerns the viewer: a banner while there is trouble, and for those who see
 * everything the counts.
 *
 * @param trouble in one sentence; null when there is none
 * @param since when it began
 * @param details more of it
 * @param facts empty for those who see only their own
 */
public record RecordingView(
        @Nullable String trouble,
        @Nullable TimeView since,
        List<String> details,
        List<Fact> facts,
        @Nullable String liveHref) {
    /** For so long a loss is worth a banner; the counts keep it until the next start. */
    private static final Duration FRESH = Duration.ofHours(1);

    public record Fact(String label, Amount value) {}

    public static RecordingView of(Optional<RecordingState> found, Ui ui) {
        if (ui.viewer() == null) {
            return new RecordingView(null, null, List.of(), List.of(), null);
        }
        RecordingState state = found.orElse(null);
        List<Fact> facts = state == null || !ui.seesEveryone() ? List.of() : facts(state, ui);
        RecordingView view = state == null
                ? new RecordingView(null, null, List.of(), facts, null)
                : ui.seesEveryone() ? inFull(state, facts, ui) : inShort(state, ui);
        return view.asked(ui);
    }

    /** Changes with what the banner says. */
    public String tag() {
        return Integer.toHexString(
                List.of(String.valueOf(trouble), String.valueOf(details)).hashCode());
    }

    private RecordingView asked(Ui ui) {
        return new RecordingView(
                trouble,
                since,
                details,
                facts,
                ui.url(Query.NONE.with("live", tag()).on("/recording")));
    }

    private static RecordingView inShort(RecordingState state, Ui ui) {
        String trouble = state.failingSince() == null ? null : ui.text("recording.delayed");
        return new RecordingView(trouble, null, List.of(), List.of(), null);
    }

    private static RecordingView inFull(RecordingState state, List<Fact> facts, Ui ui) {
        List<String> details = new ArrayList<>();
        Instant failing = state.failingSince();
        if (failing != null) {
            details.add(ui.text("recording.waiting", state.waiting()));
            if (state.dropped() > 0) {
                details.add(ui.text("recording.dropped", state.dropped()));
            }
            Optional.ofNullable(state.lastError()).ifPresent(details::add);
            return new RecordingView(ui.text("recording.failing"), TimeView.of(failing, ui), details, facts, null);
        }
        Instant dropped = state.lastDropped();
        if (dropped != null && ui.now().isBefore(dropped.plus(FRESH))) {
            details.add(ui.text("recording.dropped", state.dropped()));
            Optional.ofNullable(state.lastError()).ifPresent(details::add);
            return new RecordingView(ui.text("recording.lost"), TimeView.of(dropped, ui), details, facts, null);
        }
        if (state.index().behind() >= IndexProgress.MOST) {
            details.add(ui.text("recording.behind.detail"));
            return new RecordingView(ui.text("recording.behind", IndexProgress.MOST), null, details, facts, null);
        }
        return new RecordingView(null, null, details, facts, null);
    }

    private static List<Fact> facts(RecordingState state, Ui ui) {
        IndexProgress index = state.index();
        return List.of(
                fact("recorded", state.recorded(), ui),
                fact("waiting", state.waiting(), ui),
                fact("late", state.late(), ui),
                fact("dropped", state.dropped(), ui),
                fact("truncated", state.truncated(), ui),
                fact("unindexed", index.behind(), ui),
                fact("mended", index.mended(), ui));
    }

    private static Fact fact(String name, long count, Ui ui) {
        return new Fact(ui.text("recording.fact." + name), Units.count(count));
    }
}
