package io.github.openrouterproxy.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.openrouterproxy.testing.OpenAiReplies;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.SeenRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's SDK for Node, where there is Node and a registry to fetch the SDK from; kept in {@code target}. */
final class NodeSdkIT {
    private static final String SDK = "openai@6.30.1";
    private static final Path FOLDER = Path.of("target/node-clients").toAbsolutePath();
    private static final Duration SOON = Duration.ofSeconds(10);
    static final String TOOL_CALL = """
            {"id":"gen-1","object":"chat.completion","model":"test/model","choices":[{"index":0,"message":\
            {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":\
            {"name":"weather","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""";

    @TempDir
    private static Path base;

    private static ShippedServer server;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Program.isThere("node") && Program.isThere("npm"), "there is no Node on this machine");
        Program.Ended installed = install();
        assumeTrue(installed.exitCode() == 0, "the SDK cannot be fetched: " + installed.output());
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
    void chats() throws Exception {
        assertThat(call("chat")).isEqualTo("{\"text\":\"Hello, wörld\",\"tokens\":12}");
        assertThat(server.newestRecord().requestBody()).contains("Say hello");
    }

    @Test
    void streams() throws Exception {
        assertThat(call("stream")).isEqualTo("{\"text\":\"Hello, wörld\"}");
    }

    @Test
    void callsATool() throws Exception {
        server.upstream().answerNext(Reply.json(200, TOOL_CALL));

        assertThat(call("tools")).isEqualTo("{\"name\":\"weather\",\"arguments\":\"{}\"}");
    }

    @Test
    void embeds() throws Exception {
        assertThat(call("embed")).isEqualTo("{\"vector\":[0.25,-0.5,1]}");
    }

    @Test
    void uploads() throws Exception {
        server.upstream().answerNext(Reply.json(200, "{\"text\":\"Hello\"}"));

        assertThat(call("upload")).isEqualTo("{\"text\":\"Hello\"}");
        SeenRequest seen = server.upstream().awaitRequest(SOON);
        assertThat(seen.headers().first("Content-Type").orElse("")).startsWith("multipart/form-data");
        assertThat(seen.body().length).isGreaterThan(1_000_000);
    }

    @Test
    void getsTheUpstreamsErrorAsItIs() throws Exception {
        server.upstream().answerNext(OpenAiReplies.error(400, "invalid_request_error", "No such model"));

        assertThat(call("chat"))
                .isEqualTo("{\"error\":\"BadRequestError\",\"status\":400,\"message\":\"400 No such model\"}");
    }

    /** Were it asked for more, the upstream would answer. */
    @Test
    void doesNotMultiplyOurAttempts() throws Exception {
        for (int i = 1; i <= 3; i++) {
            server.upstream().answerNext(Reply.json(503, "{}").header("Retry-After", "0"));
        }

        assertThat(call("again")).contains("\"error\":\"InternalServerError\"", "\"status\":503");
        assertThat(server.upstream().requests()).hasSize(3);
    }

    @Test
    void hearsOfAnErrorInTheMiddleOfAStream() throws Exception {
        server.upstream().answerNext(Reply.events().piece(OpenAiReplies.errorEvent("The provider broke down")));

        assertThat(call("stream")).contains("\"error\":\"APIError\"", "The provider broke down");
    }

    @Test
    void doesNotTakeHalfAStreamForTheWhole() throws Exception {
        server.upstream()
                .answerNext(Reply.events()
                        .piece(OpenAiReplies.chatEvents(List.of("Hel")).get(0))
                        .reset());

        assertThat(call("stream")).contains("\"error\":").doesNotContain("\"text\"");
    }

    @Test
    void cancelsTheUpstreamWhenItAborts() throws Exception {
        server.upstream()
                .answerNext(Reply.events()
                        .piece(OpenAiReplies.chatEvents(List.of("Hel")).get(0))
                        .stall());

        assertThat(call("abort")).isEqualTo("{\"first\":\"Hel\"}");
        assertThat(server.upstream().awaitDisconnect(SOON).path()).endsWith("/chat/completions");
    }

    @Test
    void cancelsTheUpstreamWhenItsTimeIsUp() throws Exception {
        server.upstream().answerNext(Reply.silence());

        assertThat(call("timeout")).contains("\"error\":\"APIConnectionTimeoutError\"");
        assertThat(server.upstream().awaitDisconnect(SOON).path()).endsWith("/chat/completions");
    }

    private static Program.Ended install() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        Files.copy(
                Path.of("src/test/resources/clients/openai.mjs"),
                FOLDER.resolve("openai.mjs"),
                StandardCopyOption.REPLACE_EXISTING);
        if (Files.exists(FOLDER.resolve(SDK))) {
            return new Program.Ended(0, "");
        }
        Program.Ended installed = Program.run(
                FOLDER,
                120,
                List.of(
                        "npm",
                        "install",
                        "--no-save",
                        "--no-package-lock",
                        "--no-audit",
                        "--no-fund",
                        "--ignore-scripts",
                        "--engine-strict",
                        "--fetch-retries=0",
                        "--fetch-timeout=20000",
                        "--prefix",
                        FOLDER.toString(),
                        SDK));
        if (installed.exitCode() == 0) {
            Files.createFile(FOLDER.resolve(SDK));
        }
        return installed;
    }

    private static String call(String what) throws IOException, InterruptedException {
        return Program.run(FOLDER, 60, List.of("node", "openai.mjs", server.baseUrl(), what))
                .output()
                .strip();
    }
}
