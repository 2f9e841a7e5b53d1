package io.github.openrouterproxy.recorder.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnescapedTest {
    private static final String LARGE = "{\"a\":\"" + "x".repeat(4 << 20);

    private final TextRedaction texts = new TextRedaction(RedactionRules.of(List.of("regex [0-9]{24}"), "rules"));

    @Test
    void everyCharacterIsFoundWhereItWasWritten() {
        Unescaped rest = Unescaped.of("??a\\u0040b\\n\\\"c\\qd\\u12", 2);

        assertThat(rest.text()).isEqualTo("a@b\n\"c\\qd\\u12");
        assertThat(IntStream.rangeClosed(0, rest.text().length()).map(rest::origin))
                .containsExactly(2, 3, 9, 10, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22);
    }

    @Test
    void soItIsOfAnyNumberOfEscapes() {
        Unescaped rest = Unescaped.of("\\n\\u000a.".repeat(1000), 0);

        assertThat(rest.text()).isEqualTo("\n\n.".repeat(1000));
        assertThat(IntStream.rangeClosed(0, 3000).map(rest::origin))
                .containsExactly(IntStream.rangeClosed(0, 3000)
                        .map(i -> i / 3 * 9 + i % 3 * 2 + (i % 3 == 2 ? 4 : 0))
                        .boxed()
                        .toArray(Integer[]::new));
    }

    /** Another one would be read on the thread that everything waits for, and there are bodies of 16 MB. */
    @Test
    void whereNothingIsEscapedNoCopyIsMadeAndElseNotOneOfEachPosition() {
        assertThat(allocated(LARGE)).isLessThan(LARGE.length() / 4);
        assertThat(allocated(LARGE + "\\n")).isLessThan(3L * LARGE.length());
    }

    private long allocated(String text) {
        JsonText json = new JsonText(List.of(), 1, false);
        List<Edit> edits = new ArrayList<>();
        texts.addBroken(edits, json, "{\\n");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        texts.addBroken(edits, json, text);
        return threads.getThreadAllocatedBytes(thread) - before;
    }
}
