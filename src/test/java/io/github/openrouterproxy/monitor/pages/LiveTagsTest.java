package io.github.openrouterproxy.monitor.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LiveTagsTest {
    private final LiveTags tags = new LiveTags();

    @Test
    void inTheSameStateNothingHasChanged() {
        String tag = tags.tag(1, "rows");

        assertThat(tags.isCurrent(tag, "alice", 1)).isTrue();
        assertThat(tags.isCurrent(tag, "alice", 2)).isFalse();
    }

    @Test
    void theSameContentInAnotherStateIsRemembered() {
        String tag = tags.tag(1, "rows");

        assertThat(tags.isStill(tag, "alice", 2, "rows")).isTrue();

        assertThat(tags.isCurrent(tag, "alice", 2)).isTrue();
        assertThat(tags.isCurrent(tag, "alice", 3)).isFalse();
    }

    @Test
    void otherContentIsNot() {
        String tag = tags.tag(1, "rows");

        assertThat(tags.isStill(tag, "alice", 2, "more rows")).isFalse();
        assertThat(tags.isCurrent(tag, "alice", 2)).isFalse();
    }

    @Test
    void whatWasRememberedOfOneQuestionSaysNothingOfAnother() {
        String tag = tags.tag(1, "rows");
        assertThat(tags.isStill(tag, "alice", 2, "rows")).isTrue();

        assertThat(tags.isCurrent(tag, "bob", 2)).isFalse();
    }

    @Test
    void whatIsNoTagIsNotCurrent() {
        assertThat(tags.isCurrent(null, "alice", 1)).isFalse();
        assertThat(tags.isCurrent("", "alice", 1)).isFalse();
        assertThat(tags.isStill("0".repeat(32), "alice", 1, "rows")).isFalse();
    }

    @Test
    void aTagTellsNobodyTheState() {
        assertThat(tags.tag(1, "rows")).isNotEqualTo(new LiveTags().tag(1, "rows"));
    }
}
