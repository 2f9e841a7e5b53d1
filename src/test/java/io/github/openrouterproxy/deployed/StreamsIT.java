package io.github.openrouterproxy.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.RawResponse.Arrival;
import io.github.openrouterproxy.testing.RecordedFile;
import io.github.openrouterproxy.testing.RecordedFile.Row;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.SeenRequest;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many streams at once. */
final class StreamsIT {
    private static final int STREAMS = 200;
    private static final int WARM_UP = 1_000;
    private static final int PIECES = 50;
    private static final Duration BETWEEN = Duration.ofMillis(20);

    @TempDir
    private Path base;

    @Test
    void twoHundredStreamsArriveByteForBytePieceByPieceAndAreRecorded() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start();
                TomcatProcess tomcat = TomcatProcess.start(base, upstream)) {
            upstream.answer(StreamsIT::stream);

            // A Java that has just started keeps nobody's time.
            assertThat(callAll(tomcat.relayPort(), WARM_UP)).allMatch(RawResponse::complete);
            List<RawResponse> answers = callAll(tomcat.relayPort(), 0);

            Map<String, Row> rows = new HashMap<>();
            new RecordedFile(tomcat.database()).rows().forEach(row -> rows.put(row.requestBody(), row));
            assertThat(rows).hasSize(2 * STREAMS);
            for (int i = 0; i < STREAMS; i++) {
                RawResponse answer = answers.get(i);
                assertThat(answer.complete()).isTrue();
                assertThat(answer.text()).isEqualTo(body(i));
                assertThat(rows.get(request(i))).satisfies(row -> {
                    assertThat(row.state()).isEqualTo("finished");
                    assertThat(row.responseBody()).isEqualTo(answer.text());
                    assertThat(row.status()).isEqualTo(200);
                });
            }
            assertPieceByPiece(answers);
        }
    }

    private static List<RawResponse> callAll(int port, int first) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(STREAMS);
        try {
            List<Future<RawResponse>> running = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                RawRequest request = RawRequest.post("/v1/chat/completions", request(first + i));
                running.add(clients.submit(() -> RawClient.call(port, request)));
            }
            List<RawResponse> answers = new ArrayList<>();
            for (Future<RawResponse> answer : running) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            clients.shutdownNow();
        }
    }

    /** What the upstream sent {@link #BETWEEN} apart must not come at once: wide bounds, for busy machines. */
    private static void assertPieceByPiece(List<RawResponse> answers) {
        long sending = BETWEEN.toNanos() * (PIECES - 1);
        for (RawResponse answer : answers) {
            List<Arrival> arrivals = answer.arrivals();
            long receiving =
                    arrivals.get(arrivals.size() - 1).nanos() - arrivals.get(0).nanos();
            assertThat(receiving).isGreaterThan(sending * 6 / 10);
        }
        List<Integer> moments = answers.stream()
                .map(answer -> moments(answer.arrivals()))
                .sorted()
                .toList();
        assertThat(moments.get(0)).isGreaterThan(PIECES / 10);
        assertThat(moments.get(moments.size() / 10)).isGreaterThan(PIECES / 5);
    }

    /** How many arrivals came a good while after the one before. */
    private static int moments(List<Arrival> arrivals) {
        int moments = 1;
        for (int i = 1; i < arrivals.size(); i++) {
            long since = arrivals.get(i).nanos() - arrivals.get(i - 1).nanos();
            moments += since > BETWEEN.toNanos() / 4 ? 1 : 0;
        }
        return moments;
    }

    private static Reply stream(SeenRequest request) {
        int number = Integer.parseInt(request.text().replaceAll("\\D", ""));
        Reply reply = Reply.events().piece(piece(number, 0));
        for (int i = 1; i < PIECES; i++) {
            reply.pause(BETWEEN).piece(piece(number, i));
        }
        return reply;
    }

    private static String request(int number) {
        return "{\"stream\":true,\"n\":" + number + "}";
    }

    private static String body(int number) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < PIECES; i++) {
            body.append(piece(number, i));
        }
        return body.toString();
    }

    private static String piece(int number, int i) {
        return "data: {\"choices\":[{\"delta\":{\"content\":\"第" + i + "片 of " + number + "\"}}]}\r\n\r\n";
    }
}
