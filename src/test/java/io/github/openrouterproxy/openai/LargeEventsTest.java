package io.github.openrouterproxy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.openai.plain.ShortStrings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events that are too large to be held in memory, such as a picture with all that is told at the end. */
class LargeEventsTest {
    private static final String PICTURE = "iVBOR/+0".repeat(9 * 1024 * 1024 / 8);

    @Test
    void aPictureTellsWhatItTook() {
        Understanding picture = Answers.readStream("""
                event: image_generation.completed
                data: {"type":"image_generation.completed","b64_json":"%s","usage":
                data: {"input_tokens":50,"output_tokens":6000,"total_tokens":6050}}

                """.formatted(PICTURE)).understanding();

        assertThat(picture.usage()).isEqualTo(new TokenUsage(50L, 6000L, 6050L, null, null, null));
        assertThat(picture.firstToken()).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void aResponseWithAPictureTellsHowItEnded() {
        Understanding response = Answers.readStream(
                        "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Here\"}\n\n",
                        "data: {\"type\":\"response.completed\",\"response\":{\"id\":\"resp_1\",\"status\":"
                                + "\"completed\",\"output\":[{\"id\":\"ig_1\",\"type\":\"image_generation_call\","
                                + "\"result\":\""
                                + PICTURE
                                + "\"}],\"usage\":{\"input_tokens\":1,\"output_tokens\":2,\"total_tokens\":3}}}\n\n")
                .understanding();

        assertThat(response.usage()).isEqualTo(new TokenUsage(1L, 2L, 3L, null, null, null));
        assertThat(response.finishReason()).isEqualTo("completed");
        assertThat(response.generationId()).isEqualTo("resp_1");
        assertThat(response.firstToken()).isEqualTo(Duration.ofMillis(10));
        assertThat(response.tools())
                .isNotNull()
                .satisfies(tools -> assertThat(tools.count()).isEqualTo(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":\"12345\",\"b\":[\"12\",3]} | {\"a\":\"123\",\"b\":[\"12\",3]}",
                "{\"abcde\":1234567} | {\"abc\":1234567}",
                "\"12\\\"45\",\"x\" | \"12\\\"\",\"x\"",
                "\"12\\u4f60345\" | \"12\\u4f60\"",
                "\"1234\\\\\",\"x\" | \"123\",\"x\"",
                "\"12你好\" | \"12你\"",
            })
    void longStringsLoseTheirEndBetweenTwoCharacters(String line, String shortened) throws IOException {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);

        byte[] left = new ShortStrings(new ByteArrayInputStream(bytes), 3).readAllBytes();

        assertThat(new String(left, StandardCharsets.UTF_8)).isEqualTo(shortened);
    }

    @Test
    void aLineEndsWhatWasLeftOpen() throws IOException {
        byte[] lines = "data: say \"hello\ndata: \"a\"\n".getBytes(StandardCharsets.UTF_8);

        byte[] left = new ShortStrings(new ByteArrayInputStream(lines), 3).readAllBytes();

        assertThat(new String(left, StandardCharsets.UTF_8)).isEqualTo("data: say \"hel\ndata: \"a\"\n");
    }
}
