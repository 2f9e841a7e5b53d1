package io.github.openrouterproxy.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.OpenAiReplies;
import io.github.openrouterproxy.testing.RecordedFile;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two commands of {@code docs/operating.md}, as an operator gives them. */
@Tag("beside-others")
final class BackupIT {
    private static final int SOME = 100;

    @TempDir
    private Path base;

    @Test
    void aBackupUnderLoadHoldsEveryCallAnsweredBeforeAndAServerStartsOnIt() throws Exception {
        Path backup = base.resolve("backup.db");
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.answer(request -> OpenAiReplies.chatStream(List.of("a", "b", "c"), Duration.ofMillis(5)));
            Map<String, String> settings =
                    Map.of("OPENAI_API_BASE", upstream.base().toString());
            Map<String, String> before;
            try (TomcatProcess tomcat = TomcatProcess.start(base, settings);
                    ChaosClients clients = ChaosClients.callOn(tomcat.relayPort())) {
                clients.awaitAnswers(SOME);
                before = clients.answers();

                assertThat(database("backup", backup)).contains("is in " + backup);

                clients.awaitAnswers(SOME);
                assertThat(database("restore", backup)).contains("Another process already records");
                clients.stop();
                assertThat(clients.refused() + clients.broken()).isZero();
                tomcat.stop();
            }
            Path database = base.resolve("data/proxy_requests.db");
            Files.write(database, new byte[100]);

            assertThat(database("restore", backup)).contains("is as it was backed up");

            try (TomcatProcess tomcat = TomcatProcess.start(base, settings)) {
                RecordedFile file = new RecordedFile(tomcat.database());
                assertThat(ChaosClients.recorded(before, file, upstream.base())).isEqualTo(before.size());
                assertThat(file.integrityCheck()).isEqualTo("ok");
            }
        }
    }

    private String database(String command, Path file) throws IOException, InterruptedException {
        return new DatabaseScript(base, Map.of()).run(command, file.toString());
    }
}
