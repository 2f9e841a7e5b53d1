package io.github.openrouterproxy.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.tls.TestCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A client goes away from a door that itself speaks TLS. */
final class ClientGoneOverTlsIT {
    private static final Duration SOON = Duration.ofSeconds(5);
    /** Twice a second. */
    private static final Duration LOOKED_AT = Duration.ofMillis(1200);

    private static final RawRequest CALL = RawRequest.post("/v1/chat/completions", "{}");
    private static final int MORE_THAN_THERE_IS_ROOM_FOR = 200;

    @RegisterExtension
    private final RelayStage stage = new RelayStage();

    @TempDir
    private Path folder;

    private TestCertificate certificate;
    private RelayTomcat relay;

    @BeforeEach
    void secure() throws Exception {
        certificate = TestCertificate.create(folder, "ip:127.0.0.1");
        relay = stage.relay(RelayTomcat.to(stage.base()).shows(certificate));
    }

    @Test
    void cancelsWhileTheUpstreamIsSilent() throws Exception {
        leavesASilentCall();
    }

    @Test
    void oneThatHasSentMoreKeepsNobodyFromBeingMissed() throws Exception {
        CountDownLatch missed = new CountDownLatch(1);
        stage.upstream().answerNext(Reply.events().piece("data: 1\n\n").await(missed));
        try (RawClient ahead = connect()) {
            ahead.send(CALL.bytes());
            stage.upstream().awaitRequest(SOON);
            ahead.send(CALL.bytes());
            TimeUnit.MILLISECONDS.sleep(LOOKED_AT.toMillis());
            ahead.send(new String(CALL.bytes(), UTF_8)
                    .repeat(MORE_THAN_THERE_IS_ROOM_FOR)
                    .getBytes(UTF_8));

            leavesASilentCall();

            missed.countDown();
            assertThat(ahead.receive().text()).isEqualTo("data: 1\n\n");
        }
    }

    private void leavesASilentCall() throws Exception {
        stage.upstream().answerNext(Reply.silence());
        try (RawClient client = connect()) {
            client.send(CALL.bytes());
            stage.upstream().awaitRequest(SOON);
        }
        assertThat(stage.upstream().awaitDisconnect(SOON)).isNotNull();
        assertThat(relay.recorder().nextEnded().outcome()).isEqualTo(new Outcome.ClientDisconnected());
    }

    private RawClient connect() throws Exception {
        return RawClient.over(certificate.trusting().getSocketFactory().createSocket("127.0.0.1", relay.port()));
    }
}
