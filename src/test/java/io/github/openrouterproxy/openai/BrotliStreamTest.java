package io.github.openrouterproxy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.testing.content.Codings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams in br, whose decoder reads ahead and gives nothing of a block that was cut. */
class BrotliStreamTest {
    private static final Headers BROTLI = Answers.EVENTS.with("Content-Encoding", "br");
    private static final byte[] ROLE = Codings.brotliFlushed()[0];
    private static final byte[] CONTENT = Codings.brotliFlushed()[1];
    private static final byte[] END = Codings.brotliFlushed()[2];
    /** So many bytes of it end inside of a block. */
    private static final int FIRST = 20;

    @Test
    void theFirstTokenCameWithThePieceWhoseFlushCompletedItsEvent() {
        Understanding understanding =
                Answers.readStream(BROTLI, ROLE, CONTENT, END).understanding();

        assertThat(understanding.firstToken()).isEqualTo(Duration.ofMillis(20));
        assertThat(understanding.usage().prompt()).isEqualTo(3);
    }

    @Test
    void aFlushThatCameInTwoPiecesCameWithTheSecond() {
        byte[] half = Arrays.copyOf(CONTENT, 9);
        byte[] rest = Arrays.copyOfRange(CONTENT, 9, CONTENT.length);

        assertThat(firstToken(ROLE, half, rest, END)).isEqualTo(Duration.ofMillis(30));
    }

    @ParameterizedTest
    @CsvSource({"1, 30", "15, 170", "16,", "40,"})
    void onlySoManyPiecesThatEndInsideOfABlockAreTried(int broken, @Nullable Integer millis) {
        List<byte[]> pieces = new ArrayList<>();
        for (int i = 0; i < broken; i++) {
            int from = i == 0 ? 0 : FIRST + i - 1;
            pieces.add(Arrays.copyOfRange(ROLE, from, FIRST + i));
        }
        pieces.add(Arrays.copyOfRange(ROLE, FIRST + broken - 1, ROLE.length));
        pieces.add(CONTENT);

        assertThat(firstToken(pieces.toArray(byte[][]::new)))
                .isEqualTo(millis == null ? null : Duration.ofMillis(millis));
    }

    @Test
    void whatCameBeforeTheCutIsUnderstood() {
        Understanding cut = Answers.readStream(BROTLI, ROLE, CONTENT).understanding();

        assertThat(cut.firstToken()).isEqualTo(Duration.ofMillis(20));
        assertThat(cut.tools()).isNull();
        assertThat(firstToken(ROLE)).isNull();
    }

    @Test
    void whatCameBeforeTheCutCanBeShown() {
        ByteArrayOutputStream cut = new ByteArrayOutputStream();
        cut.writeBytes(ROLE);
        cut.writeBytes(CONTENT);

        ContentDecoder.Decoded decoded = ContentDecoder.decode(List.of("br"), cut.toByteArray(), 1000);

        assertThat(new String(decoded.bytes(), StandardCharsets.UTF_8)).endsWith("{\"content\":\"hi\"}}]}\n\n");
        assertThat(decoded.complete()).isFalse();
    }

    @Test
    void withoutFlushesTheTimeIsKnownOnlyIfThereWasNoOther() {
        byte[] all = Codings.BROTLI_EVENTS;

        assertThat(firstToken(Arrays.copyOf(all, 40), Arrays.copyOfRange(all, 40, all.length)))
                .isNull();
        assertThat(firstToken(all)).isEqualTo(Duration.ofMillis(10));
    }

    private static @Nullable Duration firstToken(byte[]... pieces) {
        return Answers.readStream(BROTLI, pieces).understanding().firstToken();
    }
}
