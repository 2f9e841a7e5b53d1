package io.github.openrouterproxy.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.OpenAiReplies;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RecordedFile;
import io.github.openrouterproxy.testing.StockTomcat;
import io.github.openrouterproxy.testing.StockTomcat.Version;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The context is loaded anew while it is called: the old one has to let go of the file for the new one. Or another WAR
 * is put in its place while the server is stopped.
 */
@Tag("beside-others")
final class RedeployIT {
    private static final Map<String, String> SETTINGS = Map.of("OPENAI_API_BASE", "http://127.0.0.1:9/v1");
    private static final int SOME = 50;
    private static final long PATIENCE = Duration.ofSeconds(60).toNanos();

    @TempDir
    private Path base;

    @ParameterizedTest
    @ValueSource(strings = {"open", "closed"})
    void aReloadUnderLoadLosesNothingThatAClientSawTheEndOf(String onFailure) throws Exception {
        underLoad(onFailure, (tomcat, clients) -> {
            reload();
            await(tomcat, "Reloading Context with name [] is completed");
        });
    }

    /** The old context has records that it cannot write, and the new one cannot open the file until it may. */
    @Test
    void aReloadWhileNothingCanBeRecordedLosesNothingThatAClientSawTheEndOf() throws Exception {
        underLoad("closed", (tomcat, clients) -> {
            try (ChaosIT.Lock lock = ChaosIT.Lock.on(base.resolve("data/proxy_requests.db"))) {
                assertThat(lock.isHeld()).isTrue();
                clients.awaitRefusals(SOME);
                reload();
                await(tomcat, "Reloading Context with name [] has started");
                Thread.sleep(1_000);
            }
            await(tomcat, "Reloading Context with name [] is completed");
        });
    }

    @Test
    void thePagesOfTheNextWarAreServedAlthoughEveryFileOfEveryWarHasTheSameTime() throws Exception {
        try (StockTomcat tomcat = StockTomcat.start(Version.TOMCAT_10_1, base, List.of("ROOT"), SETTINGS)) {
            assertThat(loginPage(tomcat)).doesNotContain("of another version");
            tomcat.stop();
        }
        changeLoginPage(base.resolve("webapps/ROOT.war"));

        try (StockTomcat tomcat = StockTomcat.start(Version.TOMCAT_10_1, base, List.of(), SETTINGS)) {
            assertThat(loginPage(tomcat)).contains("of another version");
            tomcat.stop();
        }
    }

    @FunctionalInterface
    private interface Trouble {
        void make(StockTomcat tomcat, ChaosClients clients) throws Exception;
    }

    private void underLoad(String onFailure, Trouble trouble) throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.answer(request -> OpenAiReplies.chatStream(List.of("a", "b", "c"), Duration.ofMillis(5)));
            Map<String, String> settings = Map.of(
                    "OPENAI_API_BASE",
                    upstream.base().toString(),
                    "MAX_REQUESTS_HISTORY",
                    "0",
                    "RECORD_FAILURE",
                    onFailure);
            try (StockTomcat tomcat = StockTomcat.start(Version.TOMCAT_10_1, base, List.of("ROOT"), settings);
                    ChaosClients clients = ChaosClients.callOn(tomcat.port())) {
                clients.awaitAnswers(SOME);
                trouble.make(tomcat, clients);
                clients.awaitAnswers(SOME);
                clients.stop();

                RecordedFile file = new RecordedFile(base.resolve("data/proxy_requests.db"));
                assertThat(clients.awaitRecords(file, upstream.base())).isEqualTo(clients.answered());
                assertThat(file.integrityCheck()).isEqualTo("ok");
            }
        }
    }

    private void reload() throws IOException {
        Files.setLastModifiedTime(
                base.resolve("webapps/ROOT/WEB-INF/web.xml"),
                FileTime.from(Instant.now().plusSeconds(5)));
    }

    private static void await(StockTomcat tomcat, String line) throws InterruptedException {
        for (long end = System.nanoTime() + PATIENCE; !tomcat.output().contains(line); Thread.sleep(50)) {
            assertThat(System.nanoTime()).as("%s in%n%s", line, tomcat.output()).isLessThan(end);
        }
    }

    private static String loginPage(StockTomcat tomcat) throws Exception {
        return RawClient.call(tomcat.port(), RawRequest.get("/login")).text();
    }

    private static void changeLoginPage(Path war) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(war)) {
            Path page = files.getPath("WEB-INF/jsp/login.jsp");
            FileTime time = Files.getLastModifiedTime(page);
            Files.writeString(page, Files.readString(page).replace("<section", "<p>of another version</p><section"));
            Files.setLastModifiedTime(page, time);
        }
    }
}
