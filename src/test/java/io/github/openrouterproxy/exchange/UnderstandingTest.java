package io.github.openrouterproxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnderstandingTest {
    @Test
    void noNameInARowIsAsLongAsABody() {
        String endless = "x".repeat(1_000_000);
        Understanding understood =
                new Understanding(endless, endless, endless, false, null, endless, endless, null, TokenUsage.UNKNOWN);

        String name = "x".repeat(256);
        assertThat(understood.model()).isEqualTo(name);
        assertThat(understood)
                .isEqualTo(new Understanding(name, name, name, false, null, name, name, null, TokenUsage.UNKNOWN));
    }

    @Test
    void noCharacterIsCutInTwo() {
        String name = "x".repeat(255);

        assertThat(new Understanding(name + "\uD83D\uDE00", null, false, null, null, TokenUsage.UNKNOWN).model())
                .isEqualTo(name);
    }
}
