package io.github.openrouterproxy.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.RawResponse.Arrival;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.SeenRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pieces leave at once, and bodies larger than the whole memory pass. */
final class StreamingIT {
    private static final int HEAP_MB = 96;
    private static final int PIECES = 100;
    private static final int UPLOAD = 100 << 20;
    private static final int ANSWER = 30 << 20;
    private static final int ANSWERS = 6;

    @TempDir
    private static Path base;

    private static Stage stage;

    @BeforeAll
    static void set() throws Exception {
        stage = Stage.set(base, Map.of("CATALINA_OPTS", "-Xmx" + HEAP_MB + "m", "MAX_RECORDED_BYTES", "1MB"));
    }

    @AfterAll
    static void clear() throws Exception {
        stage.close();
    }

    @Test
    void eachPieceLeavesWithinMillisecondsOfItsArrival() throws Exception {
        for (int warmUp = 0; warmUp < 20; warmUp++) {
            lags(Duration.ZERO);
        }

        List<Long> lags = lags(Duration.ofMillis(10));

        long median = lags.get(PIECES / 2);
        long nearlyAll = lags.get(PIECES * 95 / 100);
        System.out.printf("lag of a piece: p50 %.2f ms, p95 %.2f ms%n", median / 1e6, nearlyAll / 1e6);
        // Wide bounds, for machines that do other things too.
        assertThat(Duration.ofNanos(median)).isLessThan(Duration.ofMillis(20));
        assertThat(Duration.ofNanos(nearlyAll)).isLessThan(Duration.ofMillis(200));
    }

    @Test
    void anUploadAsLargeAsIsAllowedPassesInLittleMemory() throws Exception {
        stage.upstream().forgetRequests();
        stage.upstream().answerNext(Reply.json(200, "{}"));
        byte[] upload = Bodies.everyByte(UPLOAD);

        RawResponse got = RawClient.call(
                stage.relayPort(), RawRequest.of("POST", "/api/v1/files").body(upload));

        assertThat(got.status()).isEqualTo(200);
        SeenRequest seen = stage.upstream().awaitRequest(Duration.ofSeconds(10));
        assertThat(Arrays.equals(seen.body(), upload)).isTrue();
        assertThat(stage.record(got).path("request_truncated").asBoolean()).isTrue();
        stage.upstream().forgetRequests();
    }

    @Test
    void largeAnswersPassSideBySideInLittleMemory() throws Exception {
        byte[] answer = Bodies.everyByte(ANSWER);
        for (int i = 0; i < ANSWERS; i++) {
            stage.upstream().answerNext(Reply.status(200).piece(answer));
        }
        ExecutorService clients = Executors.newFixedThreadPool(ANSWERS);
        try {
            List<Future<Boolean>> same = new ArrayList<>();
            for (int i = 0; i < ANSWERS; i++) {
                same.add(clients.submit(() -> Arrays.equals(
                        RawClient.call(stage.relayPort(), RawRequest.get("/api/v1/files/x/content"))
                                .body(),
                        answer)));
            }
            for (Future<Boolean> one : same) {
                assertThat(one.get()).isTrue();
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(stage.output()).doesNotContain("OutOfMemory");
    }

    /** How long each piece was on its way, shortest first; in nanoseconds. */
    private static List<Long> lags(Duration between) throws Exception {
        Reply stamped = Reply.events();
        for (int i = 0; i < PIECES; i++) {
            stamped.pause(between).lateChunk(() -> "data: " + System.nanoTime() + "\n\n");
        }
        stage.upstream().answerNext(stamped);
        RawResponse got = RawClient.call(stage.relayPort(), RawRequest.post("/api/v1/chat/completions", "{}"));
        assertThat(got.complete()).isTrue();
        List<Long> lags = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Arrival arrival : got.arrivals()) {
            text.append(new String(arrival.bytes(), StandardCharsets.US_ASCII));
            for (int end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
                lags.add(arrival.nanos() - Long.parseLong(text.substring("data: ".length(), end)));
                text.delete(0, end + 2);
            }
        }
        Collections.sort(lags);
        assertThat(lags).hasSize(PIECES);
        return lags;
    }
}
