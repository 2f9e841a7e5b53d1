package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.dao.recording.RecordingBoard;
import io.github.openrouterproxy.monitor.views.RecordingView;

/** {@code /recording}: the banner about recording alone, for open pages that ask whether it has changed. */
final class RecordingPage implements Page {
    private final RecordingBoard board;
    private final boolean refusing;

    /** @param refusing whether calls are refused while they cannot be recorded */
    RecordingPage(RecordingBoard board, boolean refusing) {
        this.board = board;
        this.refusing = refusing;
    }

    @Override
    public Reply read(Visit visit) {
        RecordingView view = RecordingView.of(board.read(), visit.ui(), refusing);
        return view.tag().equals(visit.parameter("live")) ? new Reply.Unchanged() : Reply.Show.page("recording", view);
    }
}
