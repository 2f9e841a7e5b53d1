package io.github.openrouterproxy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.content.Codings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDecoderTest {
    private static final byte[] PLAIN = "hello hello hello hello\n".getBytes(StandardCharsets.UTF_8);
    private static final int LIMIT = 1000;
    private static final int GZIP_HEAD = 10;

    @ParameterizedTest
    @CsvSource({"gzip,gzip", "gzip,X-GZip", "deflate,deflate", "raw deflate,deflate", "zstd,zstd", "identity,identity"})
    void eachCodingIsUndone(String encodedAs, String named) {
        ContentDecoder.Decoded decoded = ContentDecoder.decode(List.of(named), encode(encodedAs, PLAIN), LIMIT);

        assertThat(decoded.bytes()).isEqualTo(PLAIN);
        assertThat(decoded.complete()).isTrue();
    }

    @Test
    void brotliIsUndone() {
        ContentDecoder.Decoded decoded = ContentDecoder.decode(List.of("br"), Codings.BROTLI_HELLO, LIMIT);

        assertThat(decoded.bytes()).isEqualTo(PLAIN);
        assertThat(decoded.complete()).isTrue();
    }

    @Test
    void severalCodingsAreUndoneLastFirst() {
        byte[] twice = encode("gzip", encode("deflate", PLAIN));

        assertThat(ContentDecoder.decode(List.of("deflate, gzip"), twice, LIMIT).bytes())
                .isEqualTo(PLAIN);
        assertThat(ContentDecoder.decode(List.of("deflate", "gzip"), twice, LIMIT)
                        .bytes())
                .isEqualTo(PLAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void contentEncodedInSeveralRunsIsWhole(String coding) {
        byte[] run = encode(coding, PLAIN);
        byte[] runs = Arrays.copyOf(run, run.length * 2);
        System.arraycopy(run, 0, runs, run.length, run.length);

        assertThat(ContentDecoder.decode(List.of(coding), runs, LIMIT).bytes()).hasSize(PLAIN.length * 2);
    }

    @Test
    void whatAGzipHeadMayHaveIsPassedOver() {
        byte[] head = HexFormat.of().parseHex("1f8b081e000000000003" + "0300616263" + "6e00" + "6300");
        CRC32 check = new CRC32();
        check.update(head);
        byte[] plain = encode("gzip", PLAIN);
        byte[] bytes = new byte[head.length + 2 + plain.length - GZIP_HEAD];
        System.arraycopy(head, 0, bytes, 0, head.length);
        bytes[head.length] = (byte) check.getValue();
        bytes[head.length + 1] = (byte) (check.getValue() >> Byte.SIZE);
        System.arraycopy(plain, GZIP_HEAD, bytes, head.length + 2, plain.length - GZIP_HEAD);

        assertThat(ContentDecoder.decode(List.of("gzip"), bytes, LIMIT).bytes()).isEqualTo(PLAIN);

        bytes[head.length]++;
        assertThat(ContentDecoder.decode(List.of("gzip"), bytes, LIMIT).complete())
                .isFalse();
    }

    @Test
    void gzipWhoseCheckIsWrongIsNotWhole() {
        byte[] bytes = encode("gzip", PLAIN);
        bytes[bytes.length - 8]++;

        ContentDecoder.Decoded decoded = ContentDecoder.decode(List.of("gzip"), bytes, LIMIT);

        assertThat(decoded.bytes()).isEqualTo(PLAIN);
        assertThat(decoded.complete()).isFalse();
    }

    @Test
    void whatIsNoGzipBehindItsEndIsLeftAlone() {
        byte[] bytes = encode("gzip", PLAIN);

        ContentDecoder.Decoded decoded =
                ContentDecoder.decode(List.of("gzip"), Arrays.copyOf(bytes, bytes.length + 100), LIMIT);

        assertThat(decoded.bytes()).isEqualTo(PLAIN);
        assertThat(decoded.complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd"})
    void whatWasCutIsDecodedAsFarAsItGoes(String coding) {
        byte[][] pieces = Codings.encode(coding, PLAIN, "the rest".getBytes(StandardCharsets.UTF_8));

        ContentDecoder.Decoded decoded = ContentDecoder.decode(List.of(coding), pieces[0], LIMIT);

        assertThat(decoded.bytes()).isEqualTo(PLAIN);
        assertThat(decoded.complete()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "zstd", "compress", "x"})
    void contentThatIsNotInItsCodingGivesNothing(String coding) {
        byte[] noise = new byte[64];
        Arrays.fill(noise, (byte) 0xA7);

        ContentDecoder.Decoded decoded = ContentDecoder.decode(List.of(coding), noise, LIMIT);

        assertThat(decoded.complete()).isFalse();
        assertThat(decoded.bytes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "zstd"})
    void aBombIsDecodedUpToTheLimitOnly(String coding) {
        byte[] bomb = encode(coding, new byte[10_000_000]);

        ContentDecoder.Decoded decoded = ContentDecoder.decode(List.of(coding), bomb, LIMIT);

        assertThat(decoded.bytes()).hasSize(LIMIT);
        assertThat(decoded.complete()).isFalse();
    }

    private static byte[] encode(String coding, byte[] plain) {
        return Codings.encode(coding, plain)[0];
    }
}
