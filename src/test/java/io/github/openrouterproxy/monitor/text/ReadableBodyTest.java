package io.github.openrouterproxy.monitor.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class ReadableBodyTest {
    private static final byte[] HELLO = "你好, world".getBytes(StandardCharsets.UTF_8);

    @Test
    void textIsReadAsUtf8UnlessDeclaredOtherwise() {
        assertThat(read(Body.whole(HELLO), "application/json").text()).isEqualTo("你好, world");
        byte[] gbk = "你好".getBytes(Charset.forName("GBK"));
        assertThat(read(Body.whole(gbk), "text/plain; charset=\"gbk\"").text()).isEqualTo("你好");
        assertThat(read(Body.whole(HELLO), "text/plain; charset=nonsense").text())
                .isEqualTo("你好, world");
    }

    @Test
    void bytesThatAreNoTextAreNotShownAsText() {
        assertThat(read(Body.whole(new byte[] {(byte) 0xff, (byte) 0xfe, 1}), "audio/mpeg")
                        .text())
                .isNull();
        assertThat(read(Body.whole(new byte[] {'a', 0, 'b'}), "audio/pcm").text())
                .isNull();
    }

    @Test
    void aCutBodyMayEndInsideACharacter() {
        Body cut = new Body(Arrays.copyOf(HELLO, 4), 1000, "abc", true);

        assertThat(read(cut, "text/plain").text()).isEqualTo("你");
    }

    @Test
    void contentCodingIsUndone() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(HELLO);
        }
        Headers headers = Headers.NONE.with("Content-Type", "text/plain").with("content-encoding", "gzip");

        assertThat(ReadableBody.of(Body.whole(zipped.toByteArray()), headers).text())
                .isEqualTo("你好, world");
        assertThat(ReadableBody.of(Body.whole(HELLO), headers).text()).isNull();
    }

    @Test
    void aBodyThatBecomesHugeIsCut() throws IOException {
        Headers headers = Headers.NONE.with("Content-Type", "text/plain").with("Content-Encoding", "gzip");
        ReadableBody exactly = ReadableBody.of(Body.whole(zipped(ReadableBody.LARGEST)), headers);
        ReadableBody larger = ReadableBody.of(Body.whole(zipped(ReadableBody.LARGEST + 1)), headers);

        assertThat(exactly.cut()).isFalse();
        assertThat(larger.cut()).isTrue();
        assertThat(larger.text()).hasSize(ReadableBody.LARGEST);
    }

    @Test
    void aHugeBodyWithoutContentCodingIsCutToo() {
        ReadableBody larger = read(Body.whole(text(ReadableBody.LARGEST + 1)), "text/plain");

        assertThat(larger.cut()).isTrue();
        assertThat(larger.text()).hasSize(ReadableBody.LARGEST);
    }

    @Test
    void whatMayExpandIsCountedAsExpanded() {
        Headers gzip = Headers.NONE.with("Content-Encoding", "gzip");
        Body body = Body.whole(text(300_000));

        assertThat(ReadableBody.memory(body, Headers.NONE)).isLessThan(9_000_000);
        assertThat(ReadableBody.memory(body, gzip)).isEqualTo(300_000 + 5L * ReadableBody.LARGEST);
        assertThat(ReadableBody.memory(Body.EMPTY, gzip)).isZero();
    }

    private static byte[] text(int length) {
        byte[] text = new byte[length];
        Arrays.fill(text, (byte) 'a');
        return text;
    }

    private static byte[] zipped(int length) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(text(length));
        }
        return zipped.toByteArray();
    }

    private static ReadableBody read(Body body, String contentType) {
        return ReadableBody.of(body, Headers.NONE.with("Content-Type", contentType));
    }
}
