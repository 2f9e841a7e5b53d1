package io.github.openrouterproxy.monitor.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recorded bytes out of the deployed monitor. */
@Tag("beside-others")
final class DownloadIT {
    private static final String KEY = "sk-or-v1-alice-0123456789";

    @TempDir
    private static Path base;

    private static FakeUpstream upstream;
    private static TomcatProcess tomcat;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        upstream = FakeUpstream.start();
        tomcat = TomcatProcess.start(base, upstream);
    }

    @AfterAll
    static void stop() throws IOException {
        tomcat.close();
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    application/json; charset="utf-8" | application/json;charset=utf-8
                    multipart/form-data; boundary=----=_Part_1_2.3 | multipart/form-data
                    application/json; charset | application/json
                    application/json; charset= | application/json
                    application/json; charset=nothing-like-it | application/json;charset=nothing-like-it
                    audio/mpeg; a="b | audio/mpeg
                    text/plain;; a=1 | text/plain;; a=1
                    application/json, text/html | application/octet-stream
                    json | application/octet-stream
                    */* | application/octet-stream
                    """)
    void whateverTypeABodyWasOfItsBytesAreGiven(String recorded, String given) throws IOException {
        upstream.answerNext(Reply.status(200).header("Content-Type", recorded).piece("the bytes"));
        RawResponse relayed = RawClient.call(
                tomcat.relayPort(),
                RawRequest.of("POST", "/v1/files/odd")
                        .bearer(KEY)
                        .header("Content-Type", recorded)
                        .body("what was sent"));
        String exchange = "/api/requests/" + relayed.header("X-Request-Id");

        RawResponse answer = download(exchange + "/response-body");
        RawResponse question = download(exchange + "/request-body");

        assertThat(answer.text()).isEqualTo("the bytes");
        assertThat(answer.header("Content-Type")).isEqualTo(given);
        assertThat(question.text()).isEqualTo("what was sent");
        assertThat(question.header("Content-Type")).isEqualTo(given);
    }

    private static RawResponse download(String path) throws IOException {
        RawResponse download =
                RawClient.call(tomcat.monitorPort(), RawRequest.get(path).bearer(KEY));
        assertThat(download.status()).as(download.text()).isEqualTo(200);
        assertThat(download.header("Content-Disposition")).startsWith("attachment");
        return download;
    }
}
