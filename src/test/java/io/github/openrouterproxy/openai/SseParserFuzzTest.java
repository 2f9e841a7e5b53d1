package io.github.openrouterproxy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.Fuzz;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseParserFuzzTest {
    private static final List<String> WORDS =
            List.of("data", "event", ":", ": ", "\n", "\r", "\r\n", "\n\n", "{\"a\":1}", "[DONE]", "\uFEFF", "id: 7");

    @Test
    void theEventsOfAnyStreamAreTheSameHoweverItIsCut() {
        Fuzz.rounds(fuzz -> {
            byte[] bytes = fuzz.bytes(WORDS);
            int cut = fuzz.number(bytes.length + 1);

            assertThat(events(bytes, cut)).isEqualTo(events(bytes, bytes.length));
        });
    }

    private static List<SseEvent> events(byte[] bytes, int cut) {
        List<SseEvent> events = new ArrayList<>();
        SseParser parser = new SseParser(events::add, 64);
        parser.push(bytes, 0, cut);
        parser.push(bytes, cut, bytes.length - cut);
        parser.finish();
        return events;
    }
}
