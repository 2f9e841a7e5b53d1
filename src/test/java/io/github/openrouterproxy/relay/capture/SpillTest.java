package io.github.openrouterproxy.relay.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.testing.logs.Heard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillTest {
    private static final long MUCH = 12_000_000;

    @TempDir
    private Path base;

    private final AtomicLong now = new AtomicLong();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final Queue<Runnable> atOnce = new ArrayDeque<>();
    private final Queue<Runnable> looks = new ArrayDeque<>();
    private final Queue<Runnable> longPauses = new ArrayDeque<>();
    private final SpillFolder.Timer timer = (pause, task) -> queueOf(pause).add(task);
    private final CaptureBudget budget = new CaptureBudget(1_000_000, 1_000_000);
    private final CaptureBudget plenty = new CaptureBudget(100 * MUCH, 100 * MUCH);
    private final byte[] bytes = new byte[700_001];
    private Path place;
    private SpillFolder folder;

    @BeforeEach
    void prepare() {
        new Random(7).nextBytes(bytes);
        place = base.resolve("x.db.spill");
        folder = new SpillFolder(place, later::add, timer, MUCH, now::get);
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
    void whoIsFasterThanTheThreadIsHeldBackAndLosesNothing() {
        byte[] more = new byte[20_000_000];
        new Random(8).nextBytes(more);
        CaptureBudget small = new CaptureBudget(67 * 128 * 1024, 67 * 128 * 1024);
        BodyCapture capture =
                new BodyCapture(2 * MUCH, 1000, small, new SpillFolder(place, later::add, timer, 2 * MUCH, now::get));
        int heldBack = 0;
        for (int at = 0; at < more.length; at += 16_384) {
            if (!capture.add(ByteBuffer.wrap(more, at, Math.min(16_384, more.length - at)))) {
                heldBack++;
                later.remove().run();
                run(looks);
            }
        }
        Body body = capture.finished();
        runLater();

        assertThat(heldBack).isGreaterThan(10);
        assertThat(body.inHand().bytes()).isEqualTo(more);
        capture.release();
        assertThat(small.free()).isEqualTo(67 * 128 * 1024);
    }

    @Test
    void whoAddsNeverWaitsForTheDisk() {
        BodyCapture capture = outrunningTheThread();
        for (int i = 0; i < 100; i++) {
            add(capture);
        }

        assertThat(place).doesNotExist();
    }

    @Test
    void whoIsHeldBackGoesOnAsSoonAsThereIsRoom() {
        outrunningTheThread();
        AtomicInteger goneOn = new AtomicInteger();
        folder.whenRoom(goneOn::incrementAndGet);
        run(atOnce);
        assertThat(goneOn).hasValue(0);

        later.remove().run();
        run(atOnce);

        assertThat(goneOn).hasValue(1);
    }

    @Test
    void whoHasWaitedDoesNotWaitAgainForEachSmallPiece() {
        BodyCapture capture = outrunningTheThread();
        capture.whenRoom(() -> {});
        later.remove().run();
        run(atOnce);
        outrunningTheThread();

        assertThat(capture.add(ByteBuffer.allocate(1))).isTrue();

        while (capture.add(ByteBuffer.allocate(1_000))) {
            assertThat(capture.length()).as("up to the next chunk").isLessThan(MUCH);
        }
    }

    @Test
    void aBodyThatHasWaitedForTooLongInAllIsCut() {
        BodyCapture capture = outrunningTheThread();
        capture.whenRoom(() -> {});
        now.addAndGet(Duration.ofSeconds(31).toNanos());
        later.remove().run();
        run(atOnce);

        add(capture);

        assertThat(capture.add(ByteBuffer.allocate(1_000))).isTrue();
        assertThat(capture.finished().isCut()).isTrue();
    }

    @Test
    void aDiskThatDoesNotMoveCutsTheBodyAndHoldsNobodyBack() {
        try (Heard heard = Heard.from(SpillProgress.class)) {
            BodyCapture capture = outrunningTheThread();
            AtomicInteger goneOn = new AtomicInteger();
            folder.whenRoom(goneOn::incrementAndGet);
            for (int i = 0; i < 10; i++) {
                run(looks);
            }
            run(atOnce);
            assertThat(goneOn).hasValue(1);
            long before = capture.length();
            add(capture);
            assertThat(capture.add(ByteBuffer.allocate(0))).isTrue();

            Body body = capture.finished();
            assertThat(body.isCut()).isTrue();
            assertThat(body.length()).isEqualTo(before + bytes.length);
            assertThat(body.sha256()).hasSize(64);
            assertThat(body.inHand().truncated()).as("without waiting").isTrue();
            assertThat(new BodyCapture(MUCH, 1000, plenty, folder))
                    .satisfies(this::add)
                    .satisfies(next -> assertThat(next.finished().rest()).isNull());
            assertThat(heard.lines()).hasSize(1);

            runLater();
            BodyCapture next = new BodyCapture(MUCH, 1000, plenty, folder);
            add(next);
            Body whole = next.finished();
            runLater();
            assertThat(whole.inHand().bytes()).isEqualTo(bytes);
            assertThat(heard.lines()).hasSize(2);
        }
    }

    @Test
    void aBodyIsReadyOnceAllOfItIsWritten() {
        Body body = outrunningTheThread().finished();
        AtomicInteger ready = new AtomicInteger();
        whenReady(body, ready);
        while (later.size() > 1) {
            later.remove().run();
            run(looks);
            assertThat(ready).hasValue(0);
        }

        runLater();

        assertThat(ready).hasValue(1);
        assertThat(body.inHand().bytes()).hasSize((int) body.length());
        for (int i = 0; i < 10; i++) {
            run(looks);
            run(atOnce);
        }
        assertThat(ready).hasValue(1);
        whenReady(body, ready);
        assertThat(ready).as("that was written long ago").hasValue(2);
    }

    @Test
    void aBodyOnADiskThatDoesNotMoveIsReadyToBeRecordedCut() {
        Body body = outrunningTheThread().finished();
        AtomicInteger ready = new AtomicInteger();
        whenReady(body, ready);

        for (int i = 0; i < 10; i++) {
            run(looks);
        }
        run(atOnce);

        assertThat(ready).hasValue(1);
        runLater();
        assertThat(ready).hasValue(1);
    }

    @Test
    void aBodyIsNotWaitedForLongerThanHalfAMinute() {
        Body body = outrunningTheThread().finished();
        AtomicInteger ready = new AtomicInteger();
        whenReady(body, ready);
        for (int i = 0; i < 3; i++) {
            assertThat(longPauses).hasSize(1);
            later.remove().run();
            run(looks);
        }

        run(longPauses);

        assertThat(ready).hasValue(1);
        assertThat(body.inHand().truncated()).as("without waiting once more").isTrue();
        runLater();
        assertThat(ready).hasValue(1);
    }

    @Test
    void aDiskThatMovesSlowlyIsNotTakenForOneThatHangs() {
        BodyCapture capture = outrunningTheThread();
        for (int i = 0; i < 12; i++) {
            run(looks);
            run(looks);
            run(looks);
            later.remove().run();
        }

        assertThat(folder.hangs()).isFalse();
        assertThat(capture.finished().isCut()).isFalse();
    }

    @Test
    void theFolderIsNotLookedAtWhileNothingWaits() {
        outrunningTheThread().finished();
        runLater();
        run(looks);
        run(looks);

        assertThat(looks).isEmpty();
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

    private static void whenReady(Body body, AtomicInteger count) {
        Objects.requireNonNull(body.rest()).whenReady(count::incrementAndGet);
    }

    private Queue<Runnable> queueOf(Duration pause) {
        if (pause.isZero()) {
            return atOnce;
        }
        return pause.compareTo(Duration.ofSeconds(1)) > 0 ? longPauses : looks;
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

    /** It has brought as much as may wait. */
    private BodyCapture outrunningTheThread() {
        BodyCapture capture = new BodyCapture(MUCH, 1000, plenty, folder);
        while (capture.add(ByteBuffer.wrap(bytes, 0, 16_384))) {
            assertThat(capture.length()).isLessThan(MUCH);
        }
        return capture;
    }

    private void runLater() {
        for (Runnable next = later.poll(); next != null; next = later.poll()) {
            next.run();
        }
    }

    /** Those that are there now. */
    private static void run(Queue<Runnable> tasks) {
        for (int count = tasks.size(); count > 0; count--) {
            tasks.remove().run();
        }
    }
}
