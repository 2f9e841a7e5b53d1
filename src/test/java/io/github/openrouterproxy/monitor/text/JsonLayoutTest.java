package io.github.openrouterproxy.monitor.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonLayoutTest {
    @Test
    void oneMemberStandsOnALine() {
        assertThat(JsonLayout.of("{\"a\":1.50e+2,\"b\":[{\"c\":null},[]],\"d\":{}}"))
                .isEqualTo("""
                        {
                          "a": 1.50e+2,
                          "b": [
                            {
                              "c": null
                            },
                            []
                          ],
                          "d": {}
                        }""");
    }

    @Test
    void namesAndDigitsStayAsTheyWereSent() {
        assertThat(JsonLayout.of("{\"n\":12345678901234567890.10,\"n\":1}"))
                .isEqualTo("{\n  \"n\": 12345678901234567890.10,\n  \"n\": 1\n}");
    }

    @Test
    void vectorsStayOnOneLine() {
        assertThat(JsonLayout.of("[ -0.1,2 , 3e5 ]")).isEqualTo("[-0.1, 2, 3e5]");
    }

    @Test
    void escapedTextIsMadeReadable() {
        assertThat(JsonLayout.of("[\"\\u4f60\\u597d \\ud83d\\ude00 \\n \\\" \\\\u4f60\"]"))
                .isEqualTo("[\n  \"你好 😀 \\n \\\" \\\\u4f60\"\n]");
    }

    @Test
    void escapesThatWouldDeceiveOrHideStay() {
        assertThat(JsonLayout.of("[\"\\u202e\\u200b\\u0000\\ud83d\\u0022\"]"))
                .isEqualTo("[\n  \"\\u202e\\u200b\\u0000\\ud83d\\u0022\"\n]");
    }

    @Test
    void whatBreaksOffIsLaidOutAsFarAsItGoes() {
        assertThat(JsonLayout.of("{\"a\":[\"x\",\"unfinish")).isEqualTo("{\n  \"a\": [\n    \"x\",\n    \"unfinish");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "data: {\"a\":1}", "<html>", "{<script>}", "\"only text\""})
    void whatIsNoJsonIsLeftAlone(String text) {
        assertThat(JsonLayout.of(text)).isNull();
    }

    @Test
    void deepNestingDoesNotFillTheMemory() {
        assertThat(JsonLayout.of("[".repeat(2_000_000))).isNull();
    }
}
