package io.github.openrouterproxy.monitor.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReturnPathTest {
    @Test
    void aPageOfThisSiteIsGoneBackToWithItsQuery() {
        ReturnPath path = ReturnPath.of("/requests?search=%E4%BD%A0&status=4xx");

        assertThat(path.value()).isEqualTo("/requests?search=%E4%BD%A0&status=4xx");
        assertThat(path.viaLogin()).isEqualTo("/login?next=%2Frequests%3Fsearch%3D%25E4%25BD%25A0%26status%3D4xx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/requests?search=/../x", "/...", "/..a/b..", "/requests/.hidden"})
    void dotsThatClimbNowhereStay(String text) {
        assertThat(ReturnPath.of(text).value()).isEqualTo(text);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "requests",
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example/",
                "/../manager/html",
                "/requests/%2E./..",
                "/requests/..;/x",
                "/\t/evil.example/",
                "/ok\r\nLocation: https://evil.example/",
                "javascript:alert(1)",
                "\\\\evil.example"
            })
    void everythingElseLeadsHome(String text) {
        assertThat(ReturnPath.of(text)).isEqualTo(ReturnPath.HOME);
    }
}
