package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.dao.recording.RecordingBoard;
import io.github.openrouterproxy.monitor.views.RecordingView;

/** {@code /recording}: the banner about recording alone, for open pages that ask whether it has changed. */
final class RecordingPage implements Page {
    private final RecordingBoard board;

    RecordingPage(RecordingBoard board) {
        this.board = board;
    }

    @Override
    public Reply read(Visit visit) {
        RecordingView view = RecordingView.of(board.read(), visit.ui());
        return view.tag().equals(visit.parameter("live")) ? new Reply.Unchanged() : Reply.Show.page("recording", view);
    }
}
