package io.github.openrouterproxy.monitor.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pattern by which a browser colours JSON means the same to Java. */
class HighlightTest {
    private static final Path SCRIPT = Path.of("src/main/webapp/assets/highlight.js");

    @Test
    void aTextWithoutItsEndIsReadOnceAndNotAgainFromEachQuoteInIt() throws IOException {
        for (String end : List.of("", "\\", "\\\n", "x")) {
            Counted text = new Counted("\"" + "\\\"".repeat(1_000) + end);

            assertThat(token().matcher(text).results().count()).isEqualTo(1);
            assertThat(text.read).isLessThan(20L * text.length());
        }
    }

    @Test
    void everyTokenIsFound() throws IOException {
        assertThat(token().matcher("{\"a\\\"b\" : [-1.5e3, true, \"x\\\\\", \"\"], \"cut")
                        .results())
                .extracting(MatchResult::group)
                .containsExactly("\"a\\\"b\" :", "-1.5e3", "true", "\"x\\\\\"", "\"\"", "\"cut");
    }

    private static Pattern token() throws IOException {
        Matcher written = Pattern.compile("const TOKEN = /(.*)/g;").matcher(Files.readString(SCRIPT));
        assertThat(written.find()).isTrue();
        return Pattern.compile(written.group(1));
    }

    /** Counts how many of its characters are looked at. */
    private static final class Counted implements CharSequence {
        private final String text;
        private long read;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            read++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
