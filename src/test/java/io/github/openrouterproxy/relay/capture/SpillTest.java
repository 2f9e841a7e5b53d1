package io.github.openrouterproxy.relay.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.openrouterproxy.exchange.Body;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillTest {
    private static final long MUCH = 10_000_000;

    @TempDir
    private Path base;

    private final Queue<Runnable> later = new ArrayDeque<>();
    private final CaptureBudget budget = new CaptureBudget(1_000_000, 1_000_000);
    private final byte[] bytes = new byte[700_001];
    private Path place;
    private SpillFolder folder;

    @BeforeEach
    void prepare() {
        new Random(7).nextBytes(bytes);
        place = base.resolve("x.db.spill");
        folder = new SpillFolder(place, later::add, MUCH);
    }

    @Test
    void aLargeBodyIsInHandAgainWholeWhenItIsRecorded() {
        BodyCapture capture = new BodyCapture(MUCH, 1000, budget, folder);
        add(capture);

        Body body = capture.finished();
        assertThat(body.isCut()).isFalse();
        assertThat(body.bytes()).hasSize(1000);
        runLater();

        Body whole = body.inHand();
        assertThat(whole.bytes()).isEqualTo(bytes);
        assertThat(whole.truncated()).isFalse();
        assertThat(whole.sha256()).isNull();
    }

    @Test
    void ofABodyLongerThanTheLimitTheBeginningIsKept() {
        BodyCapture capture = new BodyCapture(300_000, 1000, budget, folder);
        add(capture);

        Body body = capture.finished();
        runLater();

        assertThat(body.isCut()).isTrue();
        assertThat(body.inHand().bytes()).hasSize(300_000).isEqualTo(Arrays.copyOf(bytes, 300_000));
        assertThat(body.inHand().length()).isEqualTo(bytes.length);
        assertThat(body.inHand().sha256()).isEqualTo(body.sha256()).hasSize(64);
    }

    @Test
    void withoutMemoryToGatherInNothingIsKeptBeyondTheHead() {
        BodyCapture capture = new BodyCapture(MUCH, 1000, new CaptureBudget(100_000, 100_000), folder);
        add(capture);

        Body body = capture.finished();
        runLater();

        assertThat(body.isCut()).isTrue();
        assertThat(body.inHand().bytes()).isEqualTo(Arrays.copyOf(bytes, 1000));
        assertThat(body.inHand().truncated()).isTrue();
    }

    @Test
    void whoIsFasterThanTheThreadWritesItself() {
        byte[] more = new byte[20_000_000];
        new Random(8).nextBytes(more);
        CaptureBudget small = new CaptureBudget(70 * 128 * 1024, 70 * 128 * 1024);
        BodyCapture capture = new BodyCapture(2 * MUCH, 1000, small, new SpillFolder(place, later::add, 2 * MUCH));
        capture.add(ByteBuffer.wrap(more));

        Body body = capture.finished();
        runLater();

        assertThat(body.inHand().bytes()).isEqualTo(more);
        capture.release();
        assertThat(small.free()).isEqualTo(70 * 128 * 1024);
    }

    @Test
    void aFolderThatCannotBeWrittenOnlyCutsTheRecord() throws IOException {
        Files.writeString(place, "in the way");
        BodyCapture capture = new BodyCapture(MUCH, 1000, budget, folder);
        add(capture);

        Body body = capture.finished();
        runLater();

        assertThat(body.inHand().bytes()).isEqualTo(Arrays.copyOf(bytes, 1000));
        assertThat(body.inHand().truncated()).isTrue();
        assertThat(body.inHand().length()).isEqualTo(bytes.length);
        capture.release();
        assertThat(budget.free()).isEqualTo(1_000_000);
    }

    @Test
    void nothingStaysWhenTheRecordIsWritten() throws IOException {
        BodyCapture capture = new BodyCapture(MUCH, 1000, budget, folder);
        add(capture);
        Body body = capture.finished();
        runLater();
        assertThat(folder.count()).isOne();

        capture.release();
        body.discardRest();
        runLater();

        assertThat(folder.count()).isZero();
        assertThat(place).isEmptyDirectory();
        assertThat(budget.free()).isEqualTo(1_000_000);
        assertThat(body.inHand().truncated()).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place)))
                .isEqualTo("rwx------");
    }

    @Test
    void nobodyElseCanOpenWhatIsInAFile() throws IOException {
        Path handles = Path.of("/proc/self/fd");
        assumeThat(handles).isDirectory();
        BodyCapture capture = new BodyCapture(MUCH, 1000, budget, folder);
        add(capture);
        Body body = capture.finished();
        runLater();

        List<String> permissions = new ArrayList<>();
        try (DirectoryStream<Path> open = Files.newDirectoryStream(handles)) {
            for (Path handle : open) {
                if (leadsInto(handle, place)) {
                    permissions.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(handle)));
                }
            }
        }

        assertThat(permissions).containsExactly("rw-------");
        assertThat(place).isEmptyDirectory();
        body.discardRest();
    }

    @Test
    void whatAnEarlierProcessLeftIsSweptAndNothingElse() throws IOException {
        Files.createDirectory(place);
        Files.writeString(place.resolve("1.body"), "left");
        Files.writeString(place.resolve("notes"), "somebody's");

        folder.sweep();

        assertThat(place.resolve("1.body")).doesNotExist();
        assertThat(place.resolve("notes")).exists();
    }

    @Test
    void withoutAFolderAllStaysInMemory() {
        BodyCapture capture = new BodyCapture(MUCH, 1000, new CaptureBudget(MUCH, MUCH), null);
        add(capture);

        assertThat(capture.finished()).satisfies(body -> {
            assertThat(body.bytes()).isEqualTo(bytes);
            assertThat(body.truncated()).isFalse();
        });
    }

    @Test
    void aSmallBodyNeverTouchesTheFolder() {
        BodyCapture capture = new BodyCapture(MUCH, 1000, budget, folder);
        capture.add(ByteBuffer.wrap("small".getBytes(UTF_8)));

        assertThat(capture.finished().rest()).isNull();
        assertThat(later).isEmpty();
        assertThat(place).doesNotExist();
    }

    private static boolean leadsInto(Path handle, Path folder) {
        try {
            return Files.readSymbolicLink(handle).startsWith(folder);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    private void add(BodyCapture capture) {
        for (int at = 0; at < bytes.length; at += 16_384) {
            capture.add(ByteBuffer.wrap(bytes, at, Math.min(16_384, bytes.length - at)));
        }
    }

    private void runLater() {
        for (Runnable next = later.poll(); next != null; next = later.poll()) {
            next.run();
        }
    }
}
