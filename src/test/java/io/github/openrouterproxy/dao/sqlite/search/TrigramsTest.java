package io.github.openrouterproxy.dao.sqlite.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TrigramsTest {
    private final Trigrams trigrams = new Trigrams();

    @Test
    void eachRunStandsOnceAndTheEndIsMarked() {
        assertThat(trigrams.tokens(List.of("aaaa")).split(" "))
                .containsExactlyInAnyOrder("aaa", "aa\uE0FF", "a\uE0FF\uE0FF");
    }

    @Test
    void aTextOfTooManyRunsGetsOneTokenAndTheNextIsNotHarmed() {
        StringBuilder noise = new StringBuilder();
        new Random(1).ints(200_000, 0x4E00, 0x9FA5).forEach(noise::appendCodePoint);

        assertThat(trigrams.tokens(List.of(noise.toString()))).isEqualTo(Trigrams.TOO_MANY);
        assertThat(trigrams.tokens(List.of("abc")).split(" ")).hasSize(3);
    }
}
