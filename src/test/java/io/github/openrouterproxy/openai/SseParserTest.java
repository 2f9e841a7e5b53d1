package io.github.openrouterproxy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseParserTest {
    private static final String STREAM = """
            : OPENROUTER PROCESSING

            data: {"text":"你好, 世界 🎉"}

            event: message_delta
            id: 7
            data: first
            data:second
            data
            data:  third

            retry: 10

            data: [DONE]

            """;
    private static final List<SseEvent> EVENTS = List.of(
            new SseEvent("message", "{\"text\":\"你好, 世界 🎉\"}"),
            new SseEvent("message_delta", "first\nsecond\n\n third"),
            new SseEvent("message", "[DONE]"));

    private final List<SseEvent> events = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void itReadsTheSameWhereverTheBytesAreSplit(String lineEnd) {
        byte[] bytes = STREAM.replace("\n", lineEnd).getBytes(StandardCharsets.UTF_8);
        for (int piece = 1; piece <= bytes.length; piece++) {
            events.clear();
            SseParser parser = new SseParser(events::add);
            for (int start = 0; start < bytes.length; start += piece) {
                parser.push(bytes, start, Math.min(piece, bytes.length - start));
            }
            parser.finish();
            assertThat(events).as("in pieces of %d", piece).isEqualTo(EVENTS);
        }
    }

    @Test
    void anEventIsThereAsSoonAsItsBlankLineIs() {
        SseParser parser = new SseParser(events::add);
        push(parser, "data: a\n");
        assertThat(events).isEmpty();
        push(parser, "\n");
        assertThat(events).containsExactly(new SseEvent("message", "a"));
    }

    @Test
    void theLastEventCountsThoughItsBlankLineNeverCame() {
        assertThat(parse("data: a\n\nevent: end\ndata: b"))
                .containsExactly(new SseEvent("message", "a"), new SseEvent("end", "b"));
    }

    @Test
    void aByteOrderMarkIsNotPartOfTheFirstName() {
        assertThat(parse("\uFEFFdata: a\n\n")).containsExactly(new SseEvent("message", "a"));
    }

    @Test
    void anEventWithoutDataIsNone() {
        assertThat(parse("event: ping\n\n: comment\n\n\n\ndata: a\n\n")).containsExactly(new SseEvent("message", "a"));
    }

    @Test
    void aNameWithMoreBehindItIsAnotherName() {
        assertThat(parse("database: x\ndat: y\n\n")).isEmpty();
    }

    @Test
    void aLineOfAMegabyteIsRead() {
        String megabyte = "x".repeat(1024 * 1024);
        assertThat(parse("data: " + megabyte + "\n\n")).containsExactly(new SseEvent("message", megabyte));
    }

    @Test
    void anEventOverTheLimitIsLeftOutAndTheNextIsRead() {
        SseParser parser = new SseParser(events::add, 20);
        push(parser, "data: ok\n\ndata: 0123456789");
        push(parser, "0123456789\ndata: rest\n\n");
        push(parser, "data: 0123456\ndata: 0123456\ndata: 0123456\n\ndata: again\n\n");
        parser.finish();
        assertThat(events).containsExactly(new SseEvent("message", "ok"), new SseEvent("message", "again"));
    }

    private List<SseEvent> parse(String text) {
        SseParser parser = new SseParser(events::add);
        push(parser, text);
        parser.finish();
        return events;
    }

    private static void push(SseParser parser, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        parser.push(bytes, 0, bytes.length);
    }
}
