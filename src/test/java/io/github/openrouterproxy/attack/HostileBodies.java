package io.github.openrouterproxy.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;

/**
 * Bodies of a few kilobytes that are made to keep the recording busy, or to end it, by what they unfold to. A call ends
 * once it is recorded, or when {@code RECORD_WAIT} is over: so whoever asks again at once and has to wait each time has
 * stopped the recording of everybody. Where {@code RECORD_WAIT} is below 700 ms, only {@code /health/ready} tells it.
 */
final class HostileBodies {
    private static final String CALL = "/v1/chat/completions";
    private static final int MEGA = 1 << 20;
    private static final Duration SOON = Duration.ofMillis(700);
    private static final int LOOKS = 10;

    private final Target relay;
    private final Duration pause;

    /** @param pause between two looks whether it has recovered */
    HostileBodies(Target relay, Duration pause) {
        this.relay = relay;
        this.pause = pause;
    }

    List<Attack.Try> all() {
        return List.of(
                tried(
                        "8 GB in gzip in gzip",
                        "gzip, gzip",
                        () -> gzip(begun() + megabytes().repeat(1000))),
                tried(
                        "80 GB in gzip in gzip in gzip",
                        "gzip, gzip, gzip",
                        () -> gzip(
                                gzip(begun()) + gzip(megabytes().repeat(1000)).repeat(10))),
                tried("members of gzip with nothing in them", "gzip", () -> gzip("").repeat(20_000)),
                tried("a model as long as a book", "gzip", () -> gzip("{\"model\":\"" + "m".repeat(8 * MEGA) + "\"}")),
                tried("lists in lists", "identity", () -> "[".repeat(MEGA)));
    }

    private Attack.Try tried(String what, String coding, Supplier<String> body) {
        return () -> {
            long usual = millisOf(() -> relay.get("/v1/models"));
            relay.request("POST", CALL, body.get(), "Content-Type: application/json", "Content-Encoding: " + coding);
            String trouble = "";
            for (int look = 0; look < LOOKS; look++) {
                trouble = trouble(usual);
                if (trouble.isEmpty()) {
                    return "";
                }
                LockSupport.parkNanos(pause.toNanos());
            }
            return what + " -> " + trouble;
        };
    }

    private String trouble(long usual) throws IOException {
        long taken = millisOf(() -> relay.get("/v1/models"));
        if (taken > usual + SOON.toMillis()) {
            return "a call took " + taken + " ms instead of " + usual;
        }
        int status = relay.get("/health/ready").status();
        return status == 200 ? "" : "/health/ready says " + status;
    }

    private static long millisOf(Attack.Request request) throws IOException {
        long begun = System.nanoTime();
        request.send();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    /** A text of which no end comes, so that all of it has to be read. */
    private static String begun() {
        return gzip("{\"messages\":\"");
    }

    private static String megabytes() {
        return gzip("x".repeat(8 * MEGA));
    }

    /** A byte is a character, as {@link Target} sends them. */
    private static String gzip(String plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream compressing = new GZIPOutputStream(bytes)) {
            compressing.write(plain.getBytes(ISO_8859_1));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toString(ISO_8859_1);
    }
}
