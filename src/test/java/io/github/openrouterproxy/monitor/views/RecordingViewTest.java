package io.github.openrouterproxy.monitor.views;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.recording.IndexProgress;
import io.github.openrouterproxy.dao.recording.RecordingState;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.text.Language;
import io.github.openrouterproxy.monitor.text.Texts;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RecordingViewTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final RecordingState CALM = new RecordingState(9, 0, 0, 0, 0, null, null, IndexProgress.NONE, null);
    private static final RecordingState FAILING = new RecordingState(
            9, 12, 2, 3, 0, NOW.minusSeconds(90), NOW.minusSeconds(5), IndexProgress.NONE, "database is locked");
    private static final Viewer AUDITOR = new Viewer.Auditor("auditor");
    private static final Viewer USER = new Viewer.User(new ApiKey("0".repeat(32), "sk-…1"));

    @Test
    void whoSeesEverythingIsToldWhatIsWrongAndSinceWhen() {
        RecordingView view = view(FAILING, AUDITOR);

        assertThat(view.trouble()).isEqualTo("The database takes no records");
        assertThat(view.since()).extracting(TimeView::ago).isEqualTo("1 min ago");
        assertThat(view.details())
                .containsExactly(
                        "12 calls wait in memory", "3 records were dropped since the start", "database is locked");
    }

    @Test
    void ofNoLossNothingIsSaid() {
        RecordingState waiting =
                new RecordingState(9, 1, 0, 0, 0, NOW.minusSeconds(90), null, IndexProgress.NONE, "database is locked");

        assertThat(view(waiting, AUDITOR).details()).containsExactly("1 call waits in memory", "database is locked");
    }

    @Test
    void aUserLearnsOnlyThatCallsComeLater() {
        RecordingView view = view(FAILING, USER);

        assertThat(view.trouble())
                .isEqualTo("Calls are recorded with a delay at the moment; they will appear here later.");
        assertThat(view.details()).isEmpty();
        assertThat(view.facts()).isEmpty();
    }

    /** With {@code RECORD_FAILURE=closed}; it would be wrong to say that calls come later. */
    @Test
    void whereCallsAreRefusedMeanwhileThatIsSaid() {
        String refused =
                "Calls cannot be recorded at the moment: new ones are refused, and those under way are cut off.";

        assertThat(view(FAILING, USER, true).trouble()).isEqualTo(refused);
        assertThat(view(FAILING, AUDITOR, true).trouble()).isEqualTo("The database takes no records");
        assertThat(view(FAILING, AUDITOR, true).details()).startsWith(refused, "12 calls wait in memory");
        assertThat(view(CALM, USER, true).trouble()).isNull();
    }

    @Test
    void withoutTroubleThereIsNoBanner() {
        assertThat(view(CALM, AUDITOR).trouble()).isNull();
        assertThat(view(CALM, AUDITOR).facts()).hasSize(7);
        assertThat(view(CALM, USER).trouble()).isNull();
    }

    @Test
    void aLossIsToldForAnHour() {
        assertThat(view(dropped(NOW.minusSeconds(3_599)), AUDITOR).details())
                .containsExactly("1 record was dropped since the start");
        assertThat(view(dropped(NOW.minusSeconds(3_600)), AUDITOR).trouble()).isNull();
        assertThat(view(dropped(NOW.minusSeconds(3_599)), USER).trouble()).isNull();
    }

    @Test
    void anIndexFarBehindIsTold() {
        RecordingState behind =
                new RecordingState(9, 0, 0, 0, 0, null, null, new IndexProgress(IndexProgress.MOST, 0, false), null);

        assertThat(view(behind, AUDITOR).trouble()).isEqualTo("The search index is behind by 10,000 calls or more");
    }

    @Test
    void anIndexWithoutRoomIsTold() {
        RecordingState full = new RecordingState(9, 0, 0, 0, 0, null, null, new IndexProgress(5, 0, true), null);

        assertThat(view(full, AUDITOR).trouble()).startsWith("The disk is nearly full");
        assertThat(view(full, USER).trouble()).isNull();
    }

    @Test
    void whoIsNotLoggedInLearnsNothing() {
        RecordingView view = view(FAILING, null);

        assertThat(view.trouble()).isNull();
        assertThat(view.liveHref()).isNull();
    }

    @Test
    void anOpenPageIsToldOnlyWhatIsNew() {
        assertThat(view(CALM, AUDITOR).tag()).isEqualTo(view(CALM, AUDITOR).tag());
        assertThat(view(FAILING, AUDITOR).tag())
                .isNotEqualTo(view(CALM, AUDITOR).tag());
    }

    private static RecordingState dropped(Instant at) {
        return new RecordingState(9, 0, 0, 1, 0, null, at, IndexProgress.NONE, null);
    }

    private static RecordingView view(RecordingState state, @Nullable Viewer viewer) {
        return view(state, viewer, false);
    }

    private static RecordingView view(RecordingState state, @Nullable Viewer viewer, boolean refusing) {
        Ui ui = new Ui("", Texts.in(Language.ENGLISH), Theme.SYSTEM, viewer, "token", "/", NOW, name -> name);
        return RecordingView.of(Optional.of(state), ui, refusing);
    }
}
