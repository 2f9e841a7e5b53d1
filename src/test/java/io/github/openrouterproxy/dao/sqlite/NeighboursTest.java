package io.github.openrouterproxy.dao.sqlite;

import static io.github.openrouterproxy.dao.SampleExchange.number;
import static io.github.openrouterproxy.dao.SampleExchange.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.Filters;
import io.github.openrouterproxy.dao.Neighbours;
import io.github.openrouterproxy.dao.Neighbours.Neighbour;
import io.github.openrouterproxy.dao.SampleExchange;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.StatusFilter;
import io.github.openrouterproxy.dao.sqlite.file.DatabaseFile;
import io.github.openrouterproxy.dao.sqlite.search.NearestHits;
import io.github.openrouterproxy.dao.sqlite.table.Conditions;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.openai.SearchTexts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** However large the file is, only so much is looked at for the neighbours of one exchange. */
final class NeighboursTest {
    private static final Scope EVERYONE = new Scope.Everyone();
    private static final int FAR = NeighbourQuery.LOOKED_AT + 1;
    private static final Duration LONG = Duration.ofMinutes(1);

    @RegisterExtension
    private final TemporaryDatabase database = new TemporaryDatabase();

    private final List<Exchange> written = new ArrayList<>();

    @Test
    void whatLiesFartherThanIsLookedIsNotKnown() {
        written.add(number(0).failing("x").build());
        calls(1, 2 * FAR);
        written.add(number(2 * FAR).failing("x").build());
        write();
        ExchangeFilter failed = Filters.status(new StatusFilter.Failed());

        assertThat(neighbours(failed, FAR)).isEqualTo(new Neighbours(Neighbour.NOT_KNOWN, Neighbour.NOT_KNOWN));
        assertThat(neighbours(failed, FAR - 1)).isEqualTo(new Neighbours(Neighbour.NOT_KNOWN, at(0)));
        assertThat(neighbours(failed, FAR + 1)).isEqualTo(new Neighbours(at(2 * FAR), Neighbour.NOT_KNOWN));
        assertThat(neighbours(failed, 2 * FAR)).isEqualTo(new Neighbours(Neighbour.NONE, Neighbour.NOT_KNOWN));
    }

    @Test
    void theEndsOfATimeAreKnownHoweverManyLieBeyond() {
        calls(0, 3 * FAR);
        write();
        ExchangeFilter filter =
                Filters.between(SampleExchange.NOON.plusSeconds(FAR), SampleExchange.NOON.plusSeconds(FAR + 2));

        assertThat(neighbours(filter, FAR)).isEqualTo(new Neighbours(at(FAR + 1), Neighbour.NONE));
        assertThat(neighbours(filter, FAR + 1)).isEqualTo(new Neighbours(Neighbour.NONE, at(FAR)));
    }

    @Test
    void aFrequentWordIsFoundCloseByAndARareOneAnywhere() throws SQLException {
        int middle = 3_000;
        for (int i = 0; i <= 2 * middle; i++) {
            boolean end = i == 0 || i == 2 * middle;
            boolean third = i % 3 == 0;
            written.add(number(i)
                    .asking(text((third ? "frequent " : "often ") + (end ? "seldom 罕见" : "usual")))
                    .build());
        }
        write();
        database.open().index().indexEnded(2 * middle - 5);

        assertThat(hits("frequent", middle)).isEqualTo(new Neighbours(at(middle + 3), at(middle - 3)));
        assertThat(hits("seldom", middle)).isEqualTo(new Neighbours(at(2 * middle), at(0)));
        assertThat(hits("罕见", middle))
                .as("too short")
                .isEqualTo(new Neighbours(Neighbour.NOT_KNOWN, Neighbour.NOT_KNOWN));
        assertThat(hits("罕见", 1)).isEqualTo(new Neighbours(Neighbour.NOT_KNOWN, at(0)));
        assertThat(hits("absent", middle)).isEqualTo(new Neighbours(Neighbour.NONE, Neighbour.NONE));
        assertThat(hits("seldom", 2 * middle)).isEqualTo(new Neighbours(Neighbour.NONE, at(0)));
    }

    @Test
    void ofWhatIsNeitherCloseNorSeldomItIsNotKnown() throws SQLException {
        int half = 2_000;
        for (int i = 0; i <= 2 * half; i++) {
            written.add(number(i)
                    .asking(text(Math.abs(i - half) > 1_400 ? "here" : "gone"))
                    .build());
        }
        write();
        database.open().index().indexEnded(2 * half + 1);

        assertThat(hits("here", half)).isEqualTo(new Neighbours(Neighbour.NOT_KNOWN, Neighbour.NOT_KNOWN));
        assertThat(hits("here", half + 1_000).newer()).isEqualTo(at(half + 1_401));
    }

    @Test
    void aLookThatTakesTooLongEnds() throws SQLException {
        calls(0, 100);
        write();

        assertThat(hits("absent", 50, Duration.ZERO))
                .isEqualTo(new Neighbours(Neighbour.NOT_KNOWN, Neighbour.NOT_KNOWN));
    }

    private void calls(int first, int end) {
        for (int i = first; i < end; i++) {
            written.add(number(i).build());
        }
    }

    private void write() {
        database.open().writer().write(written);
    }

    private Neighbour at(int index) {
        return Neighbour.of(written.get(index).id());
    }

    private Neighbours neighbours(ExchangeFilter filter, int of) {
        return database.open().exchanges().neighbours(EVERYONE, filter, id(of));
    }

    private Neighbours hits(String text, int of) throws SQLException {
        return hits(text, of, LONG);
    }

    private Neighbours hits(String text, int of, Duration patience) throws SQLException {
        Conditions all = Conditions.of(EVERYONE, ExchangeFilter.ALL);
        try (DatabaseFile file = DatabaseFile.open(database.file(), null, false);
                Connection snapshot = file.reading()) {
            snapshot.setAutoCommit(false);
            try (NearestHits nearest = new NearestHits(snapshot, SearchTexts::of, all, text, id(of), patience)) {
                return nearest.look();
            }
        }
    }

    private ExchangeId id(int of) {
        return written.get(of).id();
    }
}
