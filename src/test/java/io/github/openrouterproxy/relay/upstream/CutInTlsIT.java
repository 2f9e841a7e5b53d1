package io.github.openrouterproxy.relay.upstream;

import static io.github.openrouterproxy.testing.machine.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.UpstreamSettings;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.testing.tls.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers over HTTP/1.1 behind TLS whose connection ends, with a good-bye of TLS or without (RFC 9112, section 8). */
class CutInTlsIT {
    @TempDir
    private static Path folder;

    private static SSLContext tls;

    private final CountDownLatch mayClose = new CountDownLatch(1);
    private ServerSocket server;
    private JettyUpstreamClient client;

    @BeforeAll
    static void makeCertificate() throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "ip:127.0.0.1");
        char[] password = TestCertificate.PASSWORD.toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(certificate.keyStore().toFile(), password), password);
        tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        System.setProperty("javax.net.ssl.trustStore", certificate.trustStore().toString());
        System.setProperty("javax.net.ssl.trustStorePassword", TestCertificate.PASSWORD);
    }

    @AfterAll
    static void trustNobodyMore() {
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
    }

    @BeforeEach
    void start() throws Exception {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        client = JettyUpstreamClient.start(
                new UpstreamSettings(base(), null, Duration.ofSeconds(5), Duration.ofSeconds(5), false, null));
    }

    @AfterEach
    void stop() throws Exception {
        mayClose.countDown();
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\r\nhalf", "Content-Length: 8\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"})
    void anAnswerCutWithoutAGoodByeIsNotTakenForTheWhole(String rest) throws Exception {
        mayClose.countDown();
        answerOnce("HTTP/1.1 200 OK\r\n" + rest, false);

        assertThat(call("GET")).startsWith("200 half BROKEN_OFF");
    }

    @Test
    void anAnswerThatEndsWithAGoodByeIsWhole() throws Exception {
        mayClose.countDown();
        answerOnce("HTTP/1.1 200 OK\r\n\r\nall", true);

        assertThat(call("GET")).isEqualTo("200 all");
    }

    /** After an answer that has no body, nothing speaks against its connection until it ends. */
    @ParameterizedTest
    @CsvSource({"GET,204", "GET,304", "HEAD,200"})
    void aConnectionThatEndsIdleWithoutAGoodByeIsClosed(String method, int status) throws Exception {
        answerOnce("HTTP/1.1 " + status + " X\r\n\r\n", false);

        assertThat(call(method)).isEqualTo(status + " ");
        eventually("it lies idle", () -> client.idleConnections() == 1);
        mayClose.countDown();

        eventually("it is closed", () -> client.idleConnections() == 0);
    }

    private URI base() {
        return URI.create("https://127.0.0.1:" + server.getLocalPort() + "/v1");
    }

    private String call(String method) throws Exception {
        Told told = new Told();
        var unused = client.send(new UpstreamRequest(method, base() + "/models", Headers.NONE, new byte[0]), told);
        return told.outcome.get(10, TimeUnit.SECONDS);
    }

    private void answerOnce(String answer, boolean inOrder) {
        Thread thread = new Thread(() -> answer(answer, inOrder), "cut-in-tls");
        thread.setDaemon(true);
        thread.start();
    }

    private void answer(String answer, boolean inOrder) {
        try (Socket plain = server.accept()) {
            SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(plain, (InputStream) null, false);
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) secure.getInputStream().read());
            }
            secure.getOutputStream().write(answer.getBytes(UTF_8));
            secure.getOutputStream().flush();
            mayClose.await();
            if (inOrder) {
                secure.close();
            }
        } catch (IOException | InterruptedException gone) {
            // the test hears of no answer
        }
    }

    /** Status and body, and how the answer failed. */
    private static final class Told implements UpstreamListener {
        private final CompletableFuture<String> outcome = new CompletableFuture<>();
        private final StringBuilder soFar = new StringBuilder();

        @Override
        public void onSent() {
            // the answer is what counts
        }

        @Override
        public void onHead(ResponseHead head) {
            soFar.append(head.status()).append(' ');
        }

        @Override
        public void onWaiting() {
            // nobody to flush to
        }

        @Override
        public void onPiece(ByteBuffer piece, Runnable demand) {
            soFar.append(UTF_8.decode(piece));
            demand.run();
        }

        @Override
        public void onEnd() {
            outcome.complete(soFar.toString());
        }

        @Override
        public void onFailure(UpstreamFailure failure) {
            outcome.complete(soFar + " " + failure.kind() + " " + failure.message());
        }
    }
}
