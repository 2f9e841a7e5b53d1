package io.github.openrouterproxy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.StockTomcat;
import io.github.openrouterproxy.testing.StockTomcat.Version;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The attack suite against the Tomcat that is shipped. */
@Tag("beside-others")
final class AttackSuiteIT {
    private static final Pattern TARGETED = Pattern.compile("(?m)^[A-Z]+ (/\\S*)");

    @TempDir
    private Path base;

    @Test
    void nothingGetsThrough() throws Exception {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        try (FakeUpstream upstream = FakeUpstream.start();
                TomcatProcess tomcat = TomcatProcess.start(
                        base,
                        Map.of(
                                "OPENAI_API_BASE",
                                upstream.base().toString(),
                                "SUPER_ADMIN_APIKEY",
                                "sk-root-0123456789abcdef"))) {
            int through = new AttackSuite(
                            URI.create("http://127.0.0.1:" + tomcat.relayPort()),
                            URI.create("http://127.0.0.1:" + tomcat.monitorPort()),
                            new PrintStream(told, true, StandardCharsets.UTF_8))
                    .run();
            Files.write(Path.of("target/attacks.txt"), told.toByteArray());

            assertThat(through).as(told.toString(StandardCharsets.UTF_8)).isZero();
            assertThat(upstream.requests())
                    .as("what reached the upstream stayed below its base")
                    .allMatch(request -> request.path().startsWith("/api/v1/")
                            && request.requestLine().indexOf("..") < 0);
            assertThat(tomcat.output()).doesNotContain("Exception", "sk-root-0123456789abcdef");
        }
    }

    @Test
    void whatIsWideOpenIsFoundByEveryAttack() throws Exception {
        try (NaiveServer naive = NaiveServer.start(200)) {
            assertThat(outcomes(naive))
                    .hasSize(18)
                    .allSatisfy(outcome ->
                            assertThat(outcome.won()).as(outcome.what()).hasSize(outcome.tried()));
        }
    }

    /** An upstream that answers 401 to calls without a key must not hide that they came to it. */
    @Test
    void whatIsPassedOnIsFoundThoughTheUpstreamRefusesIt() throws Exception {
        try (NaiveServer naive = NaiveServer.start(401)) {
            assertThat(outcomes(naive).subList(0, 4))
                    .allSatisfy(outcome ->
                            assertThat(outcome.won()).as(outcome.what()).hasSize(outcome.tried()));
        }
    }

    /** Nor one that says what the relay itself says to what it does not pass: 404 to paths, 400 to framing. */
    @ParameterizedTest
    @CsvSource({
        "404, X-Request-Id, 0 1 2",
        "404, X-Proxy-Request-Id, 0 1 2",
        "400, X-Request-Id, 1 2 3",
        "400, X-Proxy-Request-Id, 1 2 3"
    })
    void whatIsPassedOnIsFoundThoughTheUpstreamSaysWhatTheRelayWould(int status, String idHeader, String attacks)
            throws Exception {
        try (NaiveServer naive = NaiveServer.beforeAnUpstreamThatSays(status, idHeader)) {
            List<AttackSuite.Outcome> outcomes = outcomes(naive);

            assertThat(Stream.of(attacks.split(" ")).map(Integer::parseInt).map(outcomes::get))
                    .allSatisfy(outcome ->
                            assertThat(outcome.won()).as(outcome.what()).hasSize(outcome.tried()));
        }
    }

    @Test
    void underAContextPathEverythingIsTriedBelowIt() throws Exception {
        try (NaiveServer naive = NaiveServer.start(200)) {
            URI address = naive.address().resolve("/llm/");

            assertThat(new AttackSuite(address, address, nowhere(), Duration.ZERO).outcomes())
                    .hasSize(17)
                    .allSatisfy(outcome ->
                            assertThat(outcome.won()).as(outcome.what()).hasSize(outcome.tried()));
            assertThat(naive.heard())
                    .hasSizeGreaterThan(300)
                    .flatExtracting(heard -> TARGETED.matcher(heard)
                            .results()
                            .map(target -> target.group(1))
                            .toList())
                    .hasSizeGreaterThan(300)
                    .allMatch(target -> target.startsWith("/llm/"));
        }
    }

    /** What Tomcat itself refuses no application can answer. */
    @Test
    void underAContextPathOfAStockTomcatOnlyItsOwnPagesTellWhatItIs() throws Exception {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        try (FakeUpstream upstream = FakeUpstream.start();
                StockTomcat tomcat = StockTomcat.start(
                        Version.TOMCAT_11,
                        base,
                        List.of("llm"),
                        Map.of(
                                "OPENAI_API_BASE",
                                upstream.base().toString(),
                                "SUPER_ADMIN_APIKEY",
                                "sk-root-0123456789abcdef"))) {
            tomcat.awaitReady("/llm/health/ready");
            URI address = URI.create("http://127.0.0.1:" + tomcat.port() + "/llm");

            List<AttackSuite.Outcome> outcomes =
                    new AttackSuite(address, address, new PrintStream(told, true, StandardCharsets.UTF_8)).outcomes();

            assertThat(outcomes)
                    .hasSize(17)
                    .filteredOn(outcome -> !outcome.won().isEmpty())
                    .as(told.toString(StandardCharsets.UTF_8))
                    .extracting(AttackSuite.Outcome::what)
                    .containsExactly("make the relay tell what it is made of", "make it tell what it is made of");
            assertThat(outcomes)
                    .flatExtracting(AttackSuite.Outcome::won)
                    .allMatch(won -> won.contains("<!doctype html><html lang=\"en\"><head><title>HTTP Status "));
        }
    }

    /** Both doors are one, and yet told apart by their names. */
    private static List<AttackSuite.Outcome> outcomes(NaiveServer naive) throws IOException {
        URI other = URI.create("http://localhost:" + naive.address().getPort());
        return new AttackSuite(naive.address(), other, nowhere(), Duration.ZERO).outcomes();
    }

    private static PrintStream nowhere() {
        return new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    }
}
