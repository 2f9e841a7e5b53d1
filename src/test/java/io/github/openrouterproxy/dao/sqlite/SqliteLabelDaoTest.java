package io.github.openrouterproxy.dao.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.labels.LabelDao;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SqliteLabelDaoTest {
    @RegisterExtension
    private final TemporaryDatabase database = new TemporaryDatabase();

    @Test
    void aLabelIsKeptReplacedAndTakenAway() {
        LabelDao labels = database.open().labels();
        labels.set("a", "Alice");
        labels.set("b", "小明");
        labels.set("a", "Alice's laptop");
        assertThat(labels.seenBy(new Scope.Everyone())).isEqualTo(Map.of("a", "Alice's laptop", "b", "小明"));
        assertThat(labels.seenBy(new Scope.OwnedBy("a"))).isEmpty();

        labels.set("a", null);

        assertThat(labels.seenBy(new Scope.Everyone())).isEqualTo(Map.of("b", "小明"));
    }
}
