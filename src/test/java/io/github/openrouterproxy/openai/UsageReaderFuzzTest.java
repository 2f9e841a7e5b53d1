package io.github.openrouterproxy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.openai.UsageReader.Reading;
import io.github.openrouterproxy.testing.Fuzz;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UsageReaderFuzzTest {
    private static final List<String> WORDS = List.of(
            "data: ",
            "\n\n",
            "{\"usage\":{\"prompt_tokens\":",
            "\n\ndata: {\"usage\":{\"prompt_tokens\":-1,\"completion_tokens\":-0.5,\"cost\":-2}}\n\n",
            "\"completion_tokens\":",
            "\"cost\":",
            "-1",
            "1e999",
            "99999999999999999999",
            "0.1",
            "null",
            "}",
            "]",
            "{",
            "[",
            ",",
            "\"error\":{\"message\":\"no\"}",
            "\"choices\":[{\"delta\":{\"content\":\"x\"}}]",
            "\"model\":",
            "\"\\ud800\"");

    @Test
    void whateverAnswerComesIsReadAndNoFigureIsNegative() {
        Fuzz.rounds(fuzz -> {
            String answer = fuzz.text(WORDS);

            assertThat(figures(Answers.read(answer))).allMatch(figure -> figure >= 0);
            assertThat(figures(Answers.readStream("data: " + answer))).allMatch(figure -> figure >= 0);
        });
    }

    @Test
    void whatStandsBehindAnyEventIsReadAllTheSame() {
        String last = "\n\ndata: {\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":8}}\n\n";
        Fuzz.rounds(fuzz -> {
            TokenUsage usage = Answers.readStream("data: " + fuzz.text(WORDS) + last)
                    .understanding()
                    .usage();

            assertThat(usage.prompt()).isEqualTo(7);
            assertThat(usage.completion()).isEqualTo(8);
        });
    }

    private static List<Long> figures(Reading reading) {
        TokenUsage usage = reading.understanding().usage();
        return Stream.of(usage.prompt(), usage.completion(), usage.total(), usage.cached(), usage.costNanos())
                .filter(Objects::nonNull)
                .toList();
    }
}
