package io.github.openrouterproxy.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.openrouterproxy.testing.OpenAiReplies;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.SeenRequest;
import io.github.openrouterproxy.testing.content.Compressed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every manual shows first. */
final class CurlIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String STREAM = "{\"model\":\"test/model\",\"stream\":true}";

    @TempDir
    private static Path base;

    private static ShippedServer server;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Program.isThere("curl"), "there is no curl on this machine");
        server = ShippedServer.start(base);
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void forget() {
        server.upstream().forgetRequests();
    }

    @Test
    void chatsAndStreams() throws Exception {
        assertThat(curl("/chat/completions", "-d", "{\"model\":\"test/model\"}"))
                .isEqualTo(new Program.Ended(0, server.newestRecord().responseBody()));
        assertThat(curl("/chat/completions", "-N", "-d", STREAM).output()).endsWith("data: [DONE]\n\n");
        assertThat(curl("/chat/completions", "--http2", "-d", STREAM).output()).endsWith("data: [DONE]\n\n");
        assertThat(curl("/chat/completions", "--http1.0", "-d", STREAM).output())
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void getsAnErrorAsItIs() throws Exception {
        server.upstream().answerNext(OpenAiReplies.error(403, "moderation", "Flagged"));

        Program.Ended ended = curl("/chat/completions", "--fail-with-body", "-d", "{}");

        assertThat(ended.exitCode()).isEqualTo(22);
        assertThat(ended.output()).contains("Flagged");
    }

    @Test
    void uploadsAForm() throws Exception {
        byte[] audio = new byte[2_000_000];
        Path file = Files.write(base.resolve("audio.wav"), audio);
        server.upstream().answerNext(Reply.json(200, "{\"text\":\"Hello\"}"));

        Program.Ended ended = curl("/audio/transcriptions", "-F", "model=test/whisper", "-F", "file=@" + file);

        assertThat(ended.output()).isEqualTo("{\"text\":\"Hello\"}");
        SeenRequest seen = server.upstream().awaitRequest(SOON);
        assertThat(seen.headers().all("Content-Length")).containsExactly(Integer.toString(seen.body().length));
        assertThat(seen.body().length).isGreaterThan(audio.length);
        assertThat(seen.text()).contains("name=\"model\"\r\n\r\ntest/whisper\r\n");
    }

    @Test
    void uploadsInChunksAfterA100() throws Exception {
        Path file = Files.write(base.resolve("file.bin"), new byte[3_000_000]);
        server.upstream().answerNext(Reply.json(200, "{}"));

        Program.Ended ended = curl("/files", "-X", "POST", "-T", file.toString(), "-H", "Transfer-Encoding: chunked");

        assertThat(ended).isEqualTo(new Program.Ended(0, "{}"));
        assertThat(server.upstream().awaitRequest(SOON).body()).hasSize(3_000_000);
    }

    @Test
    void unpacksWhatTheUpstreamPacked() throws Exception {
        server.upstream()
                .answerNext(Reply.status(200)
                        .header("Content-Encoding", "gzip")
                        .piece(Compressed.gzip("{\"packed\":true}")));

        assertThat(curl("/models", "--compressed").output()).isEqualTo("{\"packed\":true}");
        assertThat(server.upstream().awaitRequest(SOON).headers().first("Accept-Encoding"))
                .hasValueSatisfying(codings -> assertThat(codings).contains("gzip"));
    }

    @Test
    void asksForTheHeadAlone() throws Exception {
        assertThat(curl("/models", "-I").output()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void cancelsTheUpstreamWhenItsTimeIsUp() throws Exception {
        server.upstream().answerNext(Reply.events().piece("data: 1\n\n").stall());

        Program.Ended ended = curl("/chat/completions", "--max-time", "1", "-N", "-d", STREAM);

        assertThat(ended.exitCode()).isEqualTo(28);
        assertThat(ended.output()).startsWith("data: 1\n\n");
        assertThat(server.upstream().awaitDisconnect(SOON).path()).endsWith("/chat/completions");
    }

    private static Program.Ended curl(String path, String... options) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("curl", "-sS", "-H", "Authorization: Bearer sk-curl-0123456789"));
        command.addAll(List.of(options));
        command.add(server.baseUrl() + path);
        return Program.run(base, 30, command);
    }
}
