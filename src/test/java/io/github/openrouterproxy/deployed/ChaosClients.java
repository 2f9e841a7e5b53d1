package io.github.openrouterproxy.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.RecordedFile;
import io.github.openrouterproxy.testing.RecordedFile.Row;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that call all the time, and remember what they got. Any thread. */
final class ChaosClients implements AutoCloseable {
    static final int CLIENTS = 8;
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private volatile boolean calling = true;

    static ChaosClients callOn(int port) {
        ChaosClients clients = new ChaosClients();
        for (int client = 0; client < CLIENTS; client++) {
            clients.threads.execute(() -> clients.call(port));
        }
        return clients;
    }

    /** Calls that were answered by the upstream to their end. */
    int answered() {
        return answers.size();
    }

    /** Calls that were answered with 503. */
    int refused() {
        return refused.get();
    }

    /** Calls whose client saw no end. */
    int broken() {
        return broken.get();
    }

    void awaitAnswers(int more) throws InterruptedException {
        int wanted = answered() + more;
        for (long end = System.nanoTime() + PATIENCE.toNanos(); answered() < wanted; Thread.sleep(5)) {
            assertThat(System.nanoTime())
                    .as("%s of %s calls answered", answered(), wanted)
                    .isLessThan(end);
        }
    }

    void awaitRefusals(int more) throws InterruptedException {
        int wanted = refused() + more;
        for (long end = System.nanoTime() + PATIENCE.toNanos(); refused() < wanted; Thread.sleep(5)) {
            assertThat(System.nanoTime())
                    .as("%s of %s calls refused", refused(), wanted)
                    .isLessThan(end);
        }
    }

    void stop() throws InterruptedException {
        calling = false;
        threads.shutdown();
        assertThat(threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    /** What was answered so far, by the path that was called. */
    Map<String, String> answers() {
        return Map.copyOf(answers);
    }

    /** How many of {@code wanted} are on record, word for word. */
    static int recorded(Map<String, String> wanted, RecordedFile file, URI base) throws SQLException {
        Map<String, Row> rows = new HashMap<>();
        for (Row row : file.rows()) {
            rows.put(row.url().substring(base.toString().length()), row);
        }
        return (int) wanted.entrySet().stream()
                .filter(call -> {
                    Row row = rows.get(call.getKey());
                    return row != null
                            && row.state().equals("finished")
                            && row.responseBody().equals(call.getValue());
                })
                .count();
    }

    /** How many of the answered calls are on record, word for word, when all are or patience has ended. */
    int awaitRecords(RecordedFile file, URI base) throws SQLException, InterruptedException {
        int found = recorded(answers, file, base);
        for (long end = System.nanoTime() + PATIENCE.toNanos();
                found < answered();
                found = recorded(answers, file, base)) {
            if (System.nanoTime() > end) {
                return found;
            }
            Thread.sleep(100);
        }
        return found;
    }

    @Override
    public void close() {
        calling = false;
        threads.shutdownNow();
    }

    private void call(int port) {
        while (calling) {
            callOnce(port, "/" + calls.incrementAndGet() + "/chat/completions");
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void callOnce(int port, String path) {
        try {
            RawResponse response = RawClient.call(port, RawRequest.post("/v1" + path, "{\"stream\":true}"));
            int status = response.complete() ? response.status() : 0;
            if (status == 503) {
                refused.incrementAndGet();
            } else if (status == 200) {
                answers.put(path, response.text());
            } else {
                broken.incrementAndGet();
            }
        } catch (IOException gone) {
            broken.incrementAndGet();
        }
    }
}
