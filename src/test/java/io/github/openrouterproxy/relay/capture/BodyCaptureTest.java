package io.github.openrouterproxy.relay.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Body;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BodyCaptureTest {
    private static final String SHA256_OF_HELLO_WORLD =
            "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9";

    private final CaptureBudget budget = new CaptureBudget(100, 100);

    @Test
    void keepsAWholeBodyWithinItsLimit() {
        BodyCapture capture = new BodyCapture(11, budget);
        add(capture, "hello ", "world");

        Body body = capture.body();
        assertThat(body.bytes()).asString(UTF_8).isEqualTo("hello world");
        assertThat(body.truncated()).isFalse();
        assertThat(body.sha256()).isNull();
    }

    @Test
    void thereIsOneCopyOfABodyHoweverOftenItIsAskedForAndMoreMayCome() {
        BodyCapture capture = new BodyCapture(100, new CaptureBudget(100, 100));
        add(capture, "hello ", "wor");

        assertThat(capture.body().bytes()).isSameAs(capture.body().bytes());

        add(capture, "ld", "!".repeat(89));
        assertThat(capture.body().bytes()).asString(UTF_8).isEqualTo("hello world" + "!".repeat(89));
        assertThat(capture.isTruncated()).isFalse();
    }

    @Test
    void keepsTheHeadTheTrueLengthAndTheHashOfALongerOne() {
        BodyCapture capture = new BodyCapture(8, budget);
        add(capture, "hello ", "world");

        Body body = capture.body();
        assertThat(body.bytes()).asString(UTF_8).isEqualTo("hello wo");
        assertThat(body.length()).isEqualTo(11);
        assertThat(body.truncated()).isTrue();
        assertThat(body.sha256()).isEqualTo(SHA256_OF_HELLO_WORLD);
    }

    @Test
    void keepsTheLastBytesOfALongerOneInTheirOrder() {
        BodyCapture capture = new BodyCapture(2, new CaptureBudget(1_000_000, 1_000_000));
        add(capture, "headshort");
        assertThat(capture.body().tail()).asString(UTF_8).isEqualTo("adshort");

        add(capture, "x".repeat(70_000), "y".repeat(65_530), "the end");

        assertThat(capture.body().tail()).asString(UTF_8).isEqualTo("y".repeat(65_529) + "the end");
        assertThat(capture.body().bytes()).asString(UTF_8).isEqualTo("he");
    }

    @Test
    void keepsNoEndWhenThereIsNoRoomForIt() {
        BodyCapture capture = new BodyCapture(8, budget);
        add(capture, "hello world");

        assertThat(capture.body().tail()).isEmpty();
    }

    @Test
    void keepsNothingButLengthAndHashWhenTheLimitIsZero() {
        BodyCapture capture = new BodyCapture(0, budget);
        add(capture, "hello world");

        assertThat(capture.body().bytes()).isEmpty();
        assertThat(capture.body().sha256()).isEqualTo(SHA256_OF_HELLO_WORLD);
    }

    @Test
    void truncatesWhenAllCapturesTogetherUseTooMuch() {
        BodyCapture other = new BodyCapture(1000, budget);
        add(other, "x".repeat(95));
        BodyCapture capture = new BodyCapture(1000, budget);
        add(capture, "hello", " world");

        assertThat(capture.body().truncated()).isTrue();
        assertThat(capture.body().bytes()).asString(UTF_8).isEqualTo("hello");
        assertThat(capture.body().sha256()).isEqualTo(SHA256_OF_HELLO_WORLD);
    }

    @Test
    void leavesTheMemoryOfRunningCallsAlone() {
        CaptureBudget shared = new CaptureBudget(2 * CaptureBudget.CALL + 5, 100);
        shared.beginCall(0);
        shared.beginCall(0);
        BodyCapture capture = new BodyCapture(1000, shared);
        add(capture, "hello", " world");
        assertThat(capture.body().bytes()).asString(UTF_8).isEqualTo("hello");
        assertThat(shared.free()).isZero();

        capture.release();
        shared.endCall(0);

        assertThat(shared.free()).isEqualTo(100);
    }

    @Test
    void leavesRoomForCallsOnAnyHeap() {
        assertThat(IntStream.of(64, 96, 128, 256, 1024).map(megabytes -> callsBeside(megabytes << 20)))
                .containsExactly(48, 73, 121, 512, 3145);
    }

    private static int callsBeside(long heap) {
        CaptureBudget of = CaptureBudget.ofHeap(heap);
        assertThat(of.reserve(of.free())).isTrue();
        int calls = 0;
        while (of.beginCall(0)) {
            calls++;
        }
        return calls;
    }

    @Test
    void saysThatThereIsNoRoomForAnotherCall() {
        CaptureBudget two = new CaptureBudget(2 * CaptureBudget.CALL, 100);
        assertThat(List.of(two.beginCall(0), two.beginCall(0), two.beginCall(0)))
                .containsExactly(true, true, false);

        two.endCall(0);
        two.endCall(0);

        assertThat(two.beginCall(0)).isTrue();
    }

    @Test
    void givesItsMemoryBack() {
        BodyCapture capture = new BodyCapture(50, budget);
        add(capture, "hello", " world", "x".repeat(60));
        assertThat(budget.free()).isEqualTo(50);

        capture.release();

        assertThat(budget.free()).isEqualTo(100);
    }

    @Test
    void leavesThePieceAsItWas() {
        ByteBuffer piece = ByteBuffer.wrap("hello".getBytes(UTF_8));
        new BodyCapture(50, budget).add(piece);

        assertThat(piece.remaining()).isEqualTo(5);
    }

    private static void add(BodyCapture capture, String... pieces) {
        for (String piece : pieces) {
            capture.add(ByteBuffer.wrap(piece.getBytes(UTF_8)));
        }
    }
}
