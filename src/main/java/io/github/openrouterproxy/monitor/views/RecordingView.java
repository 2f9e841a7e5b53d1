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

    /** @param since null where it does not matter */
    private record Trouble(
            @Nullable String sentence, @Nullable Instant since, List<String> details) {
        static final Trouble NONE = new Trouble(null, null, List.of());
    }

    /** @param refusing whether calls are refused while they cannot be recorded */
    public static RecordingView of(Optional<RecordingState> found, Ui ui, boolean refusing) {
        if (ui.viewer() == null) {
            return new RecordingView(null, null, List.of(), List.of(), null);
        }
        boolean all = ui.seesEveryone();
        Trouble trouble = found.map(state -> all ? inFull(state, ui, refusing) : inShort(state, ui, refusing))
                .orElse(Trouble.NONE);
        Instant since = trouble.since();
        return new RecordingView(
                trouble.sentence(),
                since == null ? null : TimeView.of(since, ui),
                trouble.details(),
                all ? found.map(state -> facts(state, ui)).orElse(List.of()) : List.of(),
                ui.url(Query.NONE
                        .with("live", tag(trouble.sentence(), trouble.details()))
                        .on("/recording")));
    }

    /** Changes with what the banner says. */
    public String tag() {
        return tag(trouble, details);
    }

    private static String tag(@Nullable String trouble, List<String> details) {
        return Integer.toHexString(
                List.of(String.valueOf(trouble), String.valueOf(details)).hashCode());
    }

    private static Trouble inShort(RecordingState state, Ui ui, boolean refusing) {
        return state.failingSince() == null
                ? Trouble.NONE
                : new Trouble(ui.text(refusing ? "recording.refused" : "recording.delayed"), null, List.of());
    }

    private static Trouble inFull(RecordingState state, Ui ui, boolean refusing) {
        Instant failing = state.failingSince();
        if (failing != null) {
            List<String> details = new ArrayList<>();
            if (refusing) {
                details.add(ui.text("recording.refused"));
            }
            details.add(ui.text("recording.waiting", state.waiting()));
            if (state.dropped() > 0) {
                details.add(ui.text("recording.dropped", state.dropped()));
            }
            Optional.ofNullable(state.lastError()).ifPresent(details::add);
            return new Trouble(ui.text("recording.failing"), failing, details);
        }
        Instant dropped = state.lastDropped();
        if (dropped != null && ui.now().isBefore(dropped.plus(FRESH))) {
            List<String> details = new ArrayList<>();
            details.add(ui.text("recording.dropped", state.dropped()));
            Optional.ofNullable(state.lastError()).ifPresent(details::add);
            return new Trouble(ui.text("recording.lost"), dropped, details);
        }
        if (state.index().resting()) {
            return new Trouble(ui.text("recording.full"), null, List.of(ui.text("recording.behind.detail")));
        }
        if (state.index().behind() >= IndexProgress.MOST) {
            return new Trouble(
                    ui.text("recording.behind", IndexProgress.MOST), null, List.of(ui.text("recording.behind.detail")));
        }
        return Trouble.NONE;
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
