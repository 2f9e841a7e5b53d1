package io.github.openrouterproxy.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.OpenAiReplies;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.RecordedFile;
import io.github.openrouterproxy.testing.RecordedFile.Row;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.SeenRequest;
import io.github.openrouterproxy.testing.StallWatch;
import io.github.openrouterproxy.testing.TomcatProcess;
import io.github.openrouterproxy.testing.machine.FreePort;
import io.github.openrouterproxy.testing.machine.ShortLived;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills the server in the middle of its work, again and again, and compares what clients saw with what the file holds.
 */
final class KillIT {
    private static final int KILLS = 4;
    /** So many of them may meet a server that the machine has kept from running, which nobody outside of it sees. */
    private static final int STALLED = 1;

    private static final int CLIENTS = 24;

    /** Calls before a kill may come: a Java that has just started keeps nobody's time. */
    private static final int WARM = 1_500;

    private static final Duration PROMISED = Duration.ofMillis(50);
    private static final long PATIENCE = Duration.ofSeconds(60).toNanos();
    private static final long SEED = 20_261_101;

    private final Random random = new Random(SEED);
    private final AtomicInteger calls = new AtomicInteger();

    /** By the path of each call, which is its own: when the upstream had it, hence the relay before. */
    private final Map<String, Long> running = new ConcurrentHashMap<>();

    /** By the moment of the kill. */
    private final Map<Long, String> missedBy = new HashMap<>();

    /** By the path of each call: the answer whose end its client saw. */
    private final Map<String, String> ended = new ConcurrentHashMap<>();

    /** By the path of each call: why its client saw no end. */
    private final Map<String, String> broken = new ConcurrentHashMap<>();

    /** When the last server was still alive for certain. */
    private long aliveUntil;

    /** How long a call must have run before that to be there afterwards. */
    private Duration promised = PROMISED;

    @TempDir
    private Path base;

    private FakeUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = FakeUpstream.start();
        upstream.answer(this::answer);
    }

    @AfterEach
    void stop() throws IOException {
        upstream.close();
    }

    @Test
    void nothingThatAClientSawTheEndOfAndNothingThatRanForAWhileIsEverLost() throws Exception {
        int interrupted = 0;
        // The last round only looks at what the last kill left.
        for (int round = 0; round <= KILLS; round++) {
            try (TomcatProcess tomcat = startAgain(round % 2 == 0 ? "open" : "closed")) {
                interrupted += compare(new RecordedFile(tomcat.database()));
                if (round < KILLS) {
                    killUnderLoad(tomcat);
                }
            }
        }

        assertThat(missedBy).as("kills that came too early for a record").hasSizeLessThanOrEqualTo(STALLED);
        assertThat(ended).hasSizeGreaterThan(KILLS * CLIENTS);
        assertThat(interrupted).isGreaterThan(KILLS);
    }

    @Test
    void whatCameOfAnAnswerIsThereAfterwards() throws Exception {
        upstream.answer(
                request -> OpenAiReplies.chatStream(Collections.nCopies(600, "a word"), Duration.ofMillis(100)));
        ExecutorService client = Executors.newSingleThreadExecutor();
        try (TomcatProcess tomcat = startAgain("open")) {
            client.execute(() -> callUntilKilled(tomcat.relayPort()));
            RecordedFile file = new RecordedFile(tomcat.database());
            long end = System.nanoTime() + PATIENCE;
            while (file.rows().stream().noneMatch(row -> row.responseBody().contains("a word"))) {
                assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
                Thread.sleep(50);
            }
            tomcat.kill9();
        } finally {
            client.shutdownNow();
        }

        try (TomcatProcess tomcat = startAgain("open")) {
            assertThat(new RecordedFile(tomcat.database()).rows())
                    .singleElement()
                    .satisfies(row -> {
                        assertThat(row.state()).isEqualTo("interrupted");
                        assertThat(row.status()).isEqualTo(200);
                        assertThat(row.responseBody()).contains("a word");
                    });
        }
    }

    private void killUnderLoad(TomcatProcess tomcat) throws InterruptedException {
        running.clear();
        broken.clear();
        int before = ended.size();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            for (int client = 0; client < CLIENTS; client++) {
                clients.execute(() -> callUntilKilled(tomcat.relayPort()));
            }
            for (int wait = 0; ended.size() < before + WARM; wait++) {
                assertThat(broken).as("calls that broke before the kill").isEmpty();
                assertThat(wait)
                        .as("waits for %s calls, of which %s ended", WARM, ended.size() - before)
                        .isLessThan(6_000);
                Thread.sleep(10);
            }
            try (StallWatch stalls = StallWatch.start()) {
                Thread.sleep(random.nextInt(1_000));
                promised = PROMISED.plus(stalls.longest());
            }
            assertThat(broken).as("calls that broke before the kill").isEmpty();
            aliveUntil = System.nanoTime();
            tomcat.kill9();
            clients.shutdown();
            assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            clients.shutdownNow();
        }
    }

    private void callUntilKilled(int port) {
        boolean alive = true;
        while (alive) {
            int number = calls.incrementAndGet();
            String path = "/" + number + "/chat/completions";
            String body = "{\"n\":" + number + ",\"stream\":" + (number % 2 == 0) + "}";
            try {
                RawResponse response = RawClient.call(port, RawRequest.post("/v1" + path, body));
                alive = response.complete();
                if (alive) {
                    ended.put(path, response.text());
                } else {
                    broken.put(path, "cut after " + response.text());
                }
            } catch (IOException killed) {
                alive = false;
                broken.put(path, killed.toString());
            }
        }
    }

    /** @return how many calls are recorded as interrupted by the last kill */
    private int compare(RecordedFile file) throws Exception {
        assertThat(file.integrityCheck()).isEqualTo("ok");
        Map<String, Row> rows = new HashMap<>();
        for (Row row : file.rows()) {
            assertThat(rows.put(pathOf(row), row)).isNull();
            assertThat(row.state()).isIn("finished", "interrupted");
        }
        ended.forEach((path, answer) -> assertThat(rows.get(path)).satisfies(row -> {
            assertThat(row.state()).isEqualTo("finished");
            assertThat(row.responseBody()).isEqualTo(answer);
        }));
        int interrupted = 0;
        for (Map.Entry<String, Long> call : running.entrySet()) {
            if (!ended.containsKey(call.getKey()) && aliveUntil - call.getValue() >= promised.toNanos()) {
                Row row = rows.get(call.getKey());
                Duration ran = Duration.ofNanos(aliveUntil - call.getValue());
                assertThat(row == null && ran.compareTo(PROMISED.multipliedBy(3)) > 0)
                        .as("no record of %s, which ran %s", call.getKey(), ran)
                        .isFalse();
                if (row == null) {
                    missedBy.put(aliveUntil, call.getKey() + " ran " + ran + " where " + promised + " are enough");
                }
                // A call whose end was committed but had not reached its client is finished.
                interrupted += row != null && row.state().equals("interrupted") ? 1 : 0;
            }
        }
        return interrupted;
    }

    private Reply answer(SeenRequest request) {
        running.put(request.target().substring(upstream.base().getPath().length()), System.nanoTime());
        int pause = Math.floorMod(request.text().hashCode(), 40);
        if (request.asksForStream()) {
            return OpenAiReplies.chatStream(List.of("a", "b", "c", "d", "e"), Duration.ofMillis(pause));
        }
        return OpenAiReplies.chat(request.text().replace("\"", "'")).after(Duration.ofMillis(pause * 5L));
    }

    private String pathOf(Row row) {
        return row.url().substring(upstream.base().toString().length());
    }

    /** From the first moment on at which it answers at all, long before it calls itself ready. */
    @ParameterizedTest
    @ValueSource(strings = {"open", "closed"})
    void ofTheFirstCallsToAServerThatStartsNoneIsMissingWhoseEndWasSeen(String onFailure) throws Exception {
        List<String> seen = new ArrayList<>();
        int port = FreePort.next();
        boolean starting =
                TomcatProcess.killedWhileStarting(base, settings(onFailure, ShortLived.OPTIONS), port, () -> {
                    for (int call = 0; call < 5; call++) {
                        seen.add(firstAnswer(port).header("X-Request-Id"));
                    }
                });

        List<String> finished = new RecordedFile(base.resolve("data/proxy_requests.db"))
                .column("SELECT printf('%016x', id) FROM exchanges WHERE state = 'finished'");

        assertThat(starting).as("the server was still starting").isTrue();
        assertThat(seen).hasSize(5).isSubsetOf(finished);
    }

    private static RawResponse firstAnswer(int port) throws Exception {
        for (long end = System.nanoTime() + PATIENCE; System.nanoTime() < end; Thread.sleep(1)) {
            try {
                RawResponse answer = RawClient.call(port, RawRequest.post("/v1/chat/completions", "{}"));
                if (answer.complete() && answer.status() == 200) {
                    return answer;
                }
            } catch (IOException notYet) {
                // nobody listens there
            }
        }
        throw new AssertionError("no answer");
    }

    private TomcatProcess startAgain(String onFailure) throws IOException, InterruptedException {
        // under load for a minute, as it is shipped
        return TomcatProcess.start(base, settings(onFailure, ""));
    }

    private Map<String, String> settings(String onFailure, String javaOptions) {
        return Map.of(
                "OPENAI_API_BASE",
                upstream.base().toString(),
                "MAX_REQUESTS_HISTORY",
                "0",
                "RECORD_FAILURE",
                onFailure,
                "JAVA_OPTS",
                javaOptions);
    }
}
