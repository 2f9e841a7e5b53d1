package io.github.openrouterproxy.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RecordedFile;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.TomcatProcess;
import io.github.openrouterproxy.testing.machine.FilesWith;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/database.sh reencrypt}, killed again and again. */
@Tag("beside-others")
final class ReencryptIT {
    private static final int CALLS = 300;
    private static final int KILLS = 6;
    private static final String ADMIN = "key-of-the-administrator";
    private static final String WORD = "Zauberwort-in-der-Frage";
    private static final Map<String, String> KEYS = Map.of("ENCRYPTION_KEY", "0123456789abcdef".repeat(4));

    @TempDir
    private Path base;

    @Test
    void aKilledOneLosesNothingAndTheNextEndsItsWork(TestReporter reporter) throws Exception {
        List<String> ids = new ArrayList<>();
        DatabaseScript script = new DatabaseScript(base, KEYS);
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.answer(request -> Reply.json(200, "{\"answer\":\"" + "y".repeat(50_000) + "\"}"));
            try (TomcatProcess tomcat = TomcatProcess.start(base, upstream)) {
                for (int call = 0; call < CALLS; call++) {
                    RawRequest request = RawRequest.post("/v1/chat/completions", body(call));
                    ids.add(RawClient.call(tomcat.relayPort(), request).header("X-Request-Id"));
                }
                tomcat.stop();
            }
        }
        assertThat(FilesWith.text(base.resolve("data"), WORD)).isNotEmpty();

        int interrupted = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            int sealed = killedAtWork(script);
            interrupted += sealed > 0 && sealed < 2 * CALLS ? 1 : 0;
        }
        reporter.publishEntry("killed in the middle", Integer.toString(interrupted));
        String said = script.run("reencrypt");

        assertThat(interrupted).isPositive();
        assertThat(said).contains("All are under it");
        assertThat(FilesWith.text(base.resolve("data"), WORD)).isEmpty();
        Map<String, String> settings = new HashMap<>(KEYS);
        settings.put("SUPER_ADMIN_APIKEY", ADMIN);
        try (TomcatProcess tomcat = TomcatProcess.start(base, settings)) {
            for (int call = 0; call < CALLS; call++) {
                assertThat(RawClient.call(
                                        tomcat.monitorPort(),
                                        RawRequest.get("/api/requests/" + ids.get(call) + "/request-body")
                                                .header("Authorization", "Bearer " + ADMIN))
                                .text())
                        .isEqualTo(body(call));
            }
        }
    }

    /**
     * Ends one as soon as it has done something.
     *
     * @return how many bodies are under the key then
     */
    private int killedAtWork(DatabaseScript script) throws Exception {
        int before = sealed();
        Process process = script.start("reencrypt");
        while (process.isAlive() && sealed() == before) {
            Thread.sleep(1);
        }
        process.destroyForcibly().waitFor();
        return sealed();
    }

    private int sealed() throws SQLException {
        return Integer.parseInt(new RecordedFile(base.resolve("data/proxy_requests.db"))
                .column("SELECT (SELECT count(key_id) FROM request_contents)"
                        + " + (SELECT count(key_id) FROM response_contents)")
                .get(0));
    }

    private static String body(int call) {
        return "{\"call\":" + call + ",\"text\":\"" + WORD + "x".repeat(50_000) + "\"}";
    }
}
