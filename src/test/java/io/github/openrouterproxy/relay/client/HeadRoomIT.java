package io.github.openrouterproxy.relay.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.CloseNowException;
import org.apache.coyote.http11.Http11OutputBuffer;
import org.apache.coyote.http11.Http11Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a connection holds for the head of an answer, while that streams. */
class HeadRoomIT {
    private static final int USUAL = 9_000;
    private static final int LONG = 60_000;

    @TempDir
    private Path base;

    private final Tomcat tomcat = new Tomcat();
    private final BlockingQueue<Integer> room = new LinkedBlockingQueue<>();

    private volatile CountDownLatch gone = new CountDownLatch(0);
    private volatile boolean failed;
    private volatile boolean cut;

    @BeforeEach
    void start() throws Exception {
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("maxHttpResponseHeaderSize", Integer.toString(USUAL));
        Context context = tomcat.addContext("", base.toString());
        Tomcat.addServlet(context, "long", new LongHead()).setAsyncSupported(true);
        context.addServletMappingDecoded("/", "long");
        tomcat.start();
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    @Test
    void aLongHeadHasItsRoomOnlyUntilItIsOut() throws Exception {
        try (RawClient client = RawClient.connect(tomcat.getConnector().getLocalPort())) {
            for (int call = 0; call < 2; call++) {
                RawResponse got = client.call(RawRequest.get("/"));

                assertThat(got.header("X-Long")).hasSize(LONG);
                assertThat(got.text()).isEqualTo("piece");
                assertThat(List.of(taken(), taken(), taken())).satisfies(sizes -> {
                    assertThat(sizes.get(0)).isEqualTo(USUAL);
                    assertThat(sizes.get(1)).isGreaterThan(LONG);
                    assertThat(sizes.get(2)).isEqualTo(USUAL);
                });
            }
        }
    }

    @Test
    void aLongHeadGivesItsRoomBackAlsoWhenItsClientHasGone() throws Exception {
        gone = new CountDownLatch(1);
        RawClient client = RawClient.connect(tomcat.getConnector().getLocalPort());
        client.send(RawRequest.get("/").bytes());
        assertThat(taken()).isEqualTo(USUAL);
        client.reset();
        gone.countDown();

        assertThat(taken()).isGreaterThan(LONG);
        assertThat(taken()).isEqualTo(USUAL);
        assertThat(failed).isTrue();
    }

    @Test
    void aLongHeadGivesItsRoomBackAlsoWhenItsAnswerIsCut() throws Exception {
        cut = true;
        try (RawClient client = RawClient.connect(tomcat.getConnector().getLocalPort())) {
            RawResponse got = client.call(RawRequest.get("/"));

            assertThat(got.header("X-Long")).hasSize(LONG);
            assertThat(got.complete()).isFalse();
            assertThat(taken()).isEqualTo(USUAL);
            assertThat(taken()).isGreaterThan(LONG);
            assertThat(taken()).isEqualTo(USUAL);
        }
    }

    private int taken() throws InterruptedException {
        return Objects.requireNonNull(room.poll(10, TimeUnit.SECONDS));
    }

    private void note(HttpServletResponse response) {
        try {
            Field output = Http11Processor.class.getDeclaredField("outputBuffer");
            output.setAccessible(true);
            Field buffer = Http11OutputBuffer.class.getDeclaredField("headerBuffer");
            buffer.setAccessible(true);
            Object processor = BehindFacade.processorOf(response);
            room.add(((ByteBuffer) buffer.get(output.get(processor))).capacity());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no longer as it was", e);
        }
    }

    private static void await(CountDownLatch event) {
        try {
            assertThat(event.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers as the relay does. */
    private final class LongHead extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (ClientCut.isAskedFor(request)) {
                assertThat(ClientCut.sendRest(request, response)).isTrue();
                note(response);
                throw new CloseNowException("the answer has no end");
            }
            AsyncContext context = request.startAsync();
            Runnable whenGone = () -> {
                failed = true;
                note(response);
                context.complete();
            };
            ClientWriter writer = new ClientWriter(context, failure -> whenGone.run(), Runnable::run);
            writer.listen();
            note(response);
            await(gone);
            Headers headers = new Headers(List.of(new Header("X-Long", "x".repeat(LONG))));
            assertThat(writer.hasRoomFor(headers)).isTrue();
            note(response);
            writer.head(200, headers, -1);
            if (cut) {
                writer.cut();
                return;
            }
            writer.piece(ByteBuffer.wrap("piece".getBytes(StandardCharsets.UTF_8)), () -> {
                note(response);
                writer.end();
            });
        }
    }
}
