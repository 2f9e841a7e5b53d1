package io.github.openrouterproxy.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.exchange.Timing;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.openai.plain.Guarded;
import io.github.openrouterproxy.testing.content.Codings;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A few bytes that unfold to very many, or take very long. */
class HostileBodiesTest {
    private static final Headers JSON = Headers.NONE.with("Content-Type", "application/json");
    private static final int MEGA = 1024 * 1024;
    private static final int LIMIT = 1000;

    @ParameterizedTest
    @CsvSource({"8,a/b", "17,"})
    void ofACompressedRequestNoMoreIsReadThanOfOneThatIsNot(int megabytes, String model) {
        String request = "{\"messages\":\"" + "x".repeat(megabytes * MEGA) + "\",\"model\":\"a/b\"}";

        assertThat(requestIn("gzip", gzip(request.getBytes(UTF_8))).model()).isEqualTo(model);
        assertThat(requestIn("gzip, gzip", gzip(gzip(request.getBytes(UTF_8)))).model())
                .isEqualTo(model);
    }

    @Test
    void aThirdCodingIsNotUndone() {
        byte[] thrice = gzip(gzip(gzip("{\"model\":\"a/b\"}".getBytes(UTF_8))));

        assertThat(requestIn("gzip, gzip, gzip", thrice).model()).isNull();
        assertThat(ContentDecoder.decode(List.of("gzip, gzip", "gzip"), thrice, LIMIT))
                .satisfies(decoded -> assertThat(decoded.complete()).isFalse())
                .satisfies(decoded -> assertThat(decoded.bytes()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"1,a/b", "9,"})
    void whatComesOutBetweenTwoCodingsIsBoundedThoughNothingComesOutAtTheEnd(int megabytes, String model) {
        byte[] empty = Codings.encode("zstd", new byte[0])[0];
        byte[] request = Codings.encode("zstd", "{\"model\":\"a/b\"}".getBytes(UTF_8))[0];
        byte[] twice = gzip(concat(repeat(empty, megabytes * MEGA / empty.length), request));

        assertThat(requestIn("zstd, gzip", twice).model()).isEqualTo(model);
        assertThat(ContentDecoder.decode(List.of("zstd, gzip"), twice, LIMIT).complete())
                .isEqualTo(model != null);
    }

    @Test
    void membersOfGzipWithoutContentAreReadHoweverManyThereAre() {
        byte[] bytes = concat(repeat(gzip(new byte[0]), 200_000), gzip("{\"model\":\"a/b\"}".getBytes(UTF_8)));

        assertThat(requestIn("gzip", bytes).model()).isEqualTo("a/b");
        assertThat(ContentDecoder.decode(List.of("gzip"), bytes, LIMIT).complete())
                .isTrue();
        assertThat(SearchTexts.of(
                        new RequestHead("POST", "/x", "/x", JSON.with("Content-Encoding", "gzip")),
                        Body.whole(bytes),
                        null,
                        Body.EMPTY))
                .containsExactly("POST /x", "{\"model\":\"a/b\"}");
    }

    @Test
    void aDecoderThatOverflowsTheStackHasReadSomethingBroken() {
        InputStream endless = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] target, int offset, int length) {
                throw new StackOverflowError();
            }
        };

        assertThatThrownBy(() -> new Guarded(endless).read(new byte[1], 0, 1)).isInstanceOf(IOException.class);
    }

    @Test
    void ofWideJsonInEventsNothingIsKeptButItsStrings() {
        long free = Runtime.getRuntime().maxMemory() / 64;
        int objects = (int) Math.min(4 * MEGA, free / 3 - 100);
        String wide = "{\"a\":[" + "{},".repeat(objects) + "{\"index\":7,\"said\":\"words\"}]}";
        long before = allocated();

        List<String> texts = texts("text/event-stream", "data: " + wide + "\n\n");

        assertThat(texts).contains("words", wide);
        assertThat(allocated() - before).isLessThan(40L * wide.length());
    }

    @Test
    void ofLinesOfWideJsonNothingIsKeptButTheirStrings() {
        String wide = "{\"a\":[" + "{},".repeat(MEGA) + "{\"said\":\"wor\"}]}\n{\"a\":[{\"said\":\"ds\"}]}\n";
        long before = allocated();

        assertThat(texts("application/x-ndjson", wide)).contains(wide, "words");
        assertThat(allocated() - before).isLessThan(40L * wide.length());
    }

    /** Each string looked as far as the only escape; what is sought there takes minutes, or no time at all. */
    @Test
    @Timeout(30)
    void manyStringsBeforeOneEscapeAreEachLookedAtOnce() {
        String strings = "[" + "\"\",".repeat(MEGA) + "\"a\\\\b\"]";

        assertThat(texts("application/json", strings)).contains(strings.replace("\\\\", "\\"));
    }

    private static List<String> texts(String type, String answer) {
        return SearchTexts.of(
                new RequestHead("POST", "/x", "/x", Headers.NONE),
                Body.EMPTY,
                new ResponseHead(200, Headers.NONE.with("Content-Type", type)),
                Body.whole(answer.getBytes(UTF_8)));
    }

    /** By this thread so far, in bytes. */
    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static Understanding requestIn(String codings, byte[] body) {
        Headers headers = JSON.with("Content-Encoding", codings);
        return UsageReader.readRequest(new CapturedExchange(
                new ExchangeId(1),
                new RequestHead("POST", "http://upstream/v1/x", "/x", headers),
                null,
                Body.whole(body),
                null,
                Body.EMPTY,
                Pieces.NONE,
                Timing.startedAt(Instant.EPOCH),
                List.of(),
                null));
    }

    private static byte[] gzip(byte[] plain) {
        return Codings.encode("gzip", plain)[0];
    }

    private static byte[] repeat(byte[] bytes, int times) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(bytes.length * times);
        for (int i = 0; i < times; i++) {
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(second);
        return all.toByteArray();
    }
}
