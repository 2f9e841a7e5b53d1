package io.github.openrouterproxy.relay.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.UpstreamSettings;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.Reply;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BodyThatWentAlongIT {
    /** The last piece of an upload may be on its way here while the whole is sent once more. */
    @Test
    void aPieceOfItThatComesLateCountsAsTaken() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.answer(request -> Reply.json(200, "{}"));
            UpstreamSettings settings = new UpstreamSettings(
                    upstream.base(), null, Duration.ofSeconds(5), Duration.ofSeconds(5), false, null);
            try (JettyUpstreamClient client = JettyUpstreamClient.start(settings)) {
                CompletableFuture<Integer> status = new CompletableFuture<>();
                AtomicInteger taken = new AtomicInteger();

                UpstreamCall call = client.send(
                        new UpstreamRequest("POST", upstream.base() + "/files", Headers.NONE, "whole".getBytes(UTF_8)),
                        new Status(status));
                call.write(ByteBuffer.wrap("le".getBytes(UTF_8)), taken::incrementAndGet);
                call.endBody();

                assertThat(status.get(5, TimeUnit.SECONDS)).isEqualTo(200);
                assertThat(taken).hasValue(1);
                assertThat(upstream.requests().get(0).text()).isEqualTo("whole");
            }
        }
    }

    private record Status(CompletableFuture<Integer> came) implements UpstreamListener {
        @Override
        public void onSent() {}

        @Override
        public void onHead(ResponseHead head) {
            came.complete(head.status());
        }

        @Override
        public void onWaiting() {}

        @Override
        public void onPiece(ByteBuffer piece, Runnable demand) {
            demand.run();
        }

        @Override
        public void onEnd() {}

        @Override
        public void onFailure(UpstreamFailure failure) {
            came.completeExceptionally(new IllegalStateException(failure.message()));
        }
    }
}
