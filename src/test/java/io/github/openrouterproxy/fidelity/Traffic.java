package io.github.openrouterproxy.fidelity;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.SeenRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What went over the wires while a case ran.
 *
 * @param seen what the upstream saw
 * @param answers what the client got
 * @param interim heads of interim answers
 */
record Traffic(List<SeenRequest> seen, List<RawResponse> answers, List<byte[]> interim) {
    private static final Duration SOON = Duration.ofSeconds(10);

    /** Runs {@code story} against whatever listens on {@code port}, with {@code upstream} at its end. */
    static Traffic of(Case story, int port, FakeUpstream upstream) throws Exception {
        upstream.forgetRequests();
        for (Reply reply : story.replies()) {
            upstream.answerNext(reply);
        }
        List<RawResponse> answers = new ArrayList<>();
        List<byte[]> interim;
        try (RawClient client = RawClient.connect(port)) {
            for (Move move : story.moves()) {
                make(move, client, answers);
            }
            interim = client.interim();
        }
        List<SeenRequest> seen = new ArrayList<>();
        for (int i = 0; i < story.replies().size(); i++) {
            seen.add(upstream.awaitRequest(SOON));
        }
        return new Traffic(seen, answers, interim);
    }

    private static void make(Move move, RawClient client, List<RawResponse> answers) throws Exception {
        if (move instanceof Move.Send send) {
            client.send(send.bytes());
        } else if (move instanceof Move.Rest rest) {
            Thread.sleep(rest.duration().toMillis());
        } else if (move instanceof Move.AwaitInterim) {
            client.receiveInterim();
        } else if (move instanceof Move.Receive receive) {
            answers.add(client.receiveAnswerTo(receive.method()));
        } else if (!client.isClosedWithin(SOON)) {
            throw new AssertionError("the connection stays open");
        }
    }
}
