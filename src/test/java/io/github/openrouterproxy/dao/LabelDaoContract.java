package io.github.openrouterproxy.dao;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.labels.LabelDao;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Labels of keys, on an empty database for each test. */
public abstract class LabelDaoContract {
    private static final Scope EVERYONE = new Scope.Everyone();

    protected abstract LabelDao labels();

    @Test
    void aLabelIsKeptReplacedAndTakenAway() {
        labels().set("a", "Alice");
        labels().set("b", "小明");
        labels().set("a", "Alice's laptop");
        assertThat(labels().seenBy(EVERYONE)).isEqualTo(Map.of("a", "Alice's laptop", "b", "小明"));

        labels().set("a", null);

        assertThat(labels().seenBy(EVERYONE)).isEqualTo(Map.of("b", "小明"));
    }

    @Test
    void whoSeesOnlyTheirOwnCallsSeesNoLabelNotEvenTheirOwn() {
        labels().set("a", "Alice");

        assertThat(labels().seenBy(new Scope.OwnedBy("a"))).isEmpty();
    }

    @Test
    void whatIsNotThereIsTakenAwayInVain() {
        labels().set("a", null);

        assertThat(labels().seenBy(EVERYONE)).isEmpty();
    }
}
