package io.github.openrouterproxy.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.RecordedFile;
import io.github.openrouterproxy.testing.RecordedFile.Row;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.SeenRequest;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many streams at once. */
final class StreamsIT {
    private static final int STREAMS = 200;
    private static final int PIECES = 50;
    private static final String END = "\r\n\r\n";

    @TempDir
    private Path base;

    /** By stream and piece: open once the client has the piece. */
    private final List<List<CountDownLatch>> received =
            Stream.generate(StreamsIT::gates).limit(STREAMS).toList();

    @Test
    void twoHundredStreamsArriveByteForBytePieceByPieceAndAreRecorded() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start();
                TomcatProcess tomcat = TomcatProcess.start(base, upstream)) {
            upstream.answer(this::pieceAfterPiece);

            List<RawResponse> answers = callAll(tomcat.relayPort());

            Map<String, Row> rows = new HashMap<>();
            new RecordedFile(tomcat.database()).rows().forEach(row -> rows.put(row.requestBody(), row));
            assertThat(rows).hasSize(STREAMS);
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
        }
    }

    private List<RawResponse> callAll(int port) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(STREAMS);
        try {
            List<Future<RawResponse>> running = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                int number = i;
                running.add(clients.submit(() -> call(port, number)));
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

    /** Says that a piece has come as soon as its end has. */
    private RawResponse call(int port, int number) throws IOException {
        StringBuilder text = new StringBuilder();
        AtomicInteger pieces = new AtomicInteger();
        try (RawClient client = RawClient.connect(port)) {
            client.send(RawRequest.post("/v1/chat/completions", request(number)).bytes());
            return client.receive(arrival -> {
                text.append(new String(arrival.bytes(), StandardCharsets.ISO_8859_1));
                for (int end = text.indexOf(END); end >= 0; end = text.indexOf(END)) {
                    text.delete(0, end + END.length());
                    received.get(number).get(pieces.getAndIncrement()).countDown();
                }
            });
        }
    }

    /** Sends a piece only when the client has the one before: who keeps one back never sees the next. */
    private Reply pieceAfterPiece(SeenRequest request) {
        int number = Integer.parseInt(request.text().replaceAll("\\D", ""));
        Reply reply = Reply.events();
        for (int i = 0; i < PIECES; i++) {
            reply.piece(piece(number, i)).await(received.get(number).get(i));
        }
        return reply;
    }

    private static List<CountDownLatch> gates() {
        return Stream.generate(() -> new CountDownLatch(1)).limit(PIECES).toList();
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
        return "data: {\"choices\":[{\"delta\":{\"content\":\"第" + i + "片 of " + number + "\"}}]}" + END;
    }
}
