package io.github.openrouterproxy.openai;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.openai.UsageReader.Reading;
import io.github.openrouterproxy.testing.content.Codings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An answer of every endpoint, as its vendor documents it, in every coding. */
class EndpointAnswersTest {
    private static final List<String> CODINGS = List.of("identity", "gzip", "deflate", "zstd");

    /** @param expected model, generation, finish reason, error, tools, tokens by kind and cost; a dash is unknown */
    record Example(String name, boolean stream, String answer, String expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Example> examples() throws IOException {
        try (InputStream in = EndpointAnswersTest.class.getResourceAsStream("endpoint-answers.txt")) {
            String all = new String(requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(all.split("(?m)^=== "))
                    .skip(1)
                    .map(EndpointAnswersTest::example)
                    .toList();
        }
    }

    private static Example example(String text) {
        String[] parts = text.split("\n", 3);
        boolean stream = parts[0].startsWith("streamed");
        return new Example(parts[0], stream, stream ? parts[2] + "\n" : parts[2].strip(), parts[1]);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isUnderstoodInEveryCoding(Example example) {
        for (String coding : CODINGS) {
            assertThat(told(read(example, coding, 0))).as(coding).isEqualTo(example.expected);
        }
    }

    /** What is told of a part of an answer is told of the whole. */
    @ParameterizedTest
    @MethodSource("examples")
    void ofACutAnswerNothingIsInvented(Example example) {
        List<String> whole = List.of(example.expected.split("[ /]"));
        for (int cut = 1; cut < example.answer.length(); cut += 7) {
            for (String coding : CODINGS) {
                Reading reading = read(example, coding, cut);
                assertThat(List.of(told(reading).split("[ /]")))
                        .as(coding + " " + cut)
                        .allMatch(word -> word.equals("-") || word.equals("incomplete") || whole.contains(word));
            }
        }
    }

    @Test
    void rawAudioTellsNothingButWhatWasAskedFor() {
        byte[] audio = new byte[5000];
        Arrays.fill(audio, (byte) 0xFF);
        Headers mp3 = Headers.NONE.with("Content-Type", "audio/mpeg");

        assertThat(UsageReader.read(Answers.captured(
                                "POST", "{\"model\":\"tts-1\",\"input\":\"Hi\"}", 200, mp3, Body.whole(audio)))
                        .understanding())
                .isEqualTo(UsageReader.readRequest(
                        Answers.captured("POST", "{\"model\":\"tts-1\",\"input\":\"Hi\"}", 200, mp3, Body.EMPTY)));
    }

    /** In two pieces, of which the second is there only if nothing is cut off. */
    private static Reading read(Example example, String coding, int cut) {
        byte[] all = Answers.utf8(example.answer);
        Headers headers = (example.stream ? Answers.EVENTS : Answers.JSON).with("Content-Encoding", coding);
        byte[] first = Arrays.copyOf(all, cut == 0 ? all.length / 2 : all.length - cut);
        byte[][] pieces = Codings.encode(coding, first, Arrays.copyOfRange(all, first.length, all.length));
        return Answers.readStream(headers, cut == 0 ? pieces : new byte[][] {pieces[0]});
    }

    private static String told(Reading reading) {
        Understanding understood = reading.understanding();
        TokenUsage usage = understood.usage();
        String error = reading.error() == null ? "-" : reading.error().replace(' ', '_');
        String tools =
                understood.tools() == null ? "-" : "" + understood.tools().count();
        return String.join(
                        " ",
                        or(understood.model()),
                        or(understood.generationId()),
                        or(understood.finishReason()),
                        error,
                        tools)
                + " " + or(usage.prompt()) + "/" + or(usage.completion()) + "/" + or(usage.total())
                + named("cached", usage.cached()) + named("written", usage.cacheWrite())
                + named("reasoning", usage.reasoning())
                + both("audio", usage.promptAudio(), usage.completionAudio())
                + both("images", usage.promptImage(), usage.completionImage())
                + named("cost", usage.costNanos()) + (understood.firstToken() == null ? "" : " first");
    }

    private static String or(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }

    private static String named(String name, @Nullable Long count) {
        return count == null ? "" : " " + name + " " + count;
    }

    private static String both(String name, @Nullable Long prompt, @Nullable Long completion) {
        return prompt == null && completion == null ? "" : " " + name + " " + or(prompt) + "/" + or(completion);
    }
}
