package io.github.openrouterproxy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.openai.ContentDecoder.Decoded;
import io.github.openrouterproxy.testing.Fuzz;
import io.github.openrouterproxy.testing.content.Codings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ContentDecoderFuzzTest {
    private static final List<String> WORDS = List.of("data: {", "}\n\n", "", "\0\0\0\0", "0123456789".repeat(1000));
    private static final List<String> CODINGS = List.of("gzip", "deflate", "raw deflate", "zstd", "identity");
    private static final int LIMIT = 1_000_000;

    @Test
    void upToTwoCodingsAreUndoneWhicheverTheyAre() {
        Fuzz.rounds(fuzz -> {
            byte[] plain = fuzz.bytes(WORDS);
            byte[] bytes = plain;
            List<String> applied = new ArrayList<>();
            for (int codings = fuzz.number(4); codings > 0; codings--) {
                String coding = fuzz.oneOf(CODINGS);
                bytes = Codings.encode(coding, bytes)[0];
                applied.add(coding.replace("raw ", ""));
            }
            boolean undone = applied.size() - Collections.frequency(applied, "identity") <= 2;

            Decoded decoded = ContentDecoder.decode(applied, bytes, LIMIT);

            assertThat(decoded.complete()).isEqualTo(undone);
            assertThat(decoded.bytes()).isEqualTo(undone ? plain : new byte[0]);
        });
    }

    @Test
    void ofGzipAtLeastAsMuchIsReadAsTheJdkReads() {
        Fuzz.rounds(fuzz -> {
            ByteArrayOutputStream members = new ByteArrayOutputStream();
            for (int count = 1 + fuzz.number(4); count > 0; count--) {
                members.writeBytes(Codings.encode("gzip", fuzz.bytes(WORDS))[0]);
            }
            byte[] bytes = members.toByteArray();
            byte[] cutOrPadded = Arrays.copyOf(bytes, fuzz.number(bytes.length + 40));

            byte[] expected = readByTheJdk(cutOrPadded);
            byte[] read =
                    ContentDecoder.decode(List.of("gzip"), cutOrPadded, LIMIT).bytes();

            assertThat(read).hasSizeGreaterThanOrEqualTo(expected.length);
            assertThat(Arrays.copyOf(read, expected.length)).isEqualTo(expected);
        });
    }

    @Test
    void whateverComesInWhicheverCodingIsDecodedOrNot() {
        Fuzz.rounds(fuzz -> {
            byte[] bytes = Codings.encode(fuzz.oneOf(CODINGS), fuzz.bytes(WORDS))[0];
            if (bytes.length > 0) {
                bytes[fuzz.number(bytes.length)] = (byte) fuzz.number(256);
            }
            String coding = fuzz.oneOf(List.of("gzip", "deflate", "zstd", "br"));

            assertThat(ContentDecoder.decode(List.of(coding), bytes, LIMIT).bytes())
                    .hasSizeLessThanOrEqualTo(LIMIT);
        });
    }

    private static byte[] readByTheJdk(byte[] bytes) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] one = new byte[1];
            while (in.read(one) > 0) {
                read.write(one[0]);
            }
        } catch (IOException e) {
            return read.toByteArray();
        }
        return read.toByteArray();
    }
}
