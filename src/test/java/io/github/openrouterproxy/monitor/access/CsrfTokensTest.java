package io.github.openrouterproxy.monitor.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CsrfTokensTest {
    private final CsrfTokens tokens = new CsrfTokens();

    @Test
    void aTokenFitsTheBrowserItWasMadeForAndNoOther() {
        String mine = tokens.newBrowserId();

        assertThat(tokens.matches(tokens.tokenFor(mine), mine)).isTrue();
        assertThat(tokens.matches(tokens.tokenFor(mine), tokens.newBrowserId())).isFalse();
    }

    @Test
    void nobodyMakesTokensWithoutTheSecret() {
        String mine = tokens.newBrowserId();

        assertThat(tokens.matches(new CsrfTokens().tokenFor(mine), mine)).isFalse();
        assertThat(tokens.matches(mine, mine)).isFalse();
        assertThat(tokens.matches(null, mine)).isFalse();
    }
}
