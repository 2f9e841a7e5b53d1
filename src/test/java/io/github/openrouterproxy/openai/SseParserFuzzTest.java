package io.github.openrouterproxy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.Fuzz;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseParserFuzzTest {
    private static final List<String> WORDS =
            List.of("data", "event", ":", "\n", "\r\n", "\r\ndata: x", "\n\n", "{\"a\":1}", "\uFEFF", "id: 7");

    @Test
    void theEventsOfAnyStreamAreTheSameHoweverItIsCut() {
        Fuzz.rounds(fuzz -> {
            byte[] bytes = fuzz.bytes(WORDS);
            List<SseEvent> whole = events(bytes, bytes.length + 1);

            assertThat(events(bytes, 1 + fuzz.number(bytes.length + 1))).isEqualTo(whole);
            assertThat(events(bytes, 1)).isEqualTo(whole);
        });
    }

    private static List<SseEvent> events(byte[] bytes, int most) {
        List<SseEvent> events = new ArrayList<>();
        SseParser parser = new SseParser(events::add, 64);
        for (int from = 0; from < bytes.length; from += most) {
            parser.push(bytes, from, Math.min(most, bytes.length - from));
        }
        parser.finish();
        return events;
    }
}
