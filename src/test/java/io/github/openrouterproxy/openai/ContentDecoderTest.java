package io.github.openrouterproxy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDecoderTest {
    private static final byte[] PLAIN = "hello hello hello hello\n".getBytes(StandardCharsets.UTF_8);
    private static final int LIMIT = 1000;

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
