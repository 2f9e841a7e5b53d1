package io.github.openrouterproxy.dao;

import static io.github.openrouterproxy.dao.SampleExchange.number;
import static io.github.openrouterproxy.dao.SampleExchange.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The index behind the commits: what is found does not depend on how far it has come. */
public abstract class IndexDaoContract {
    private static final int MANY = 20;

    protected abstract ExchangeWriteDao writer();

    protected abstract ExchangeReadDao exchanges();

    protected abstract IndexDao index();

    @Test
    void slicesTakeInWhatEndedUntilThereIsNoMore() {
        writeMany();

        assertThat(index().indexEnded(MANY - 5)).isEqualTo(MANY - 5);
        assertThat(index().indexEnded(MANY)).isEqualTo(5);
        assertThat(index().indexEnded(MANY)).isZero();
    }

    @Test
    void beforeEachOfThemSomethingElseMayRun() {
        writeMany();
        AtomicInteger runs = new AtomicInteger();

        index().indexEnded(MANY, runs::incrementAndGet);

        assertThat(runs).hasValue(MANY);
    }

    @Test
    void whatEndedIsFoundBeforeAndAfterItIsTakenIn() {
        writeMany();
        for (int slice = 0; slice <= MANY; slice++) {
            assertThat(found("question")).hasSize(MANY).isSortedAccordingTo((a, b) -> Long.compare(b, a));
            assertThat(found("\"question\":7}")).containsExactly(number(7).id());
            index().indexEnded(1);
        }
    }

    @Test
    void whatStillRunsIsTakenInWhenItEnds() {
        SampleExchange running = number(1).asking(text("a needle"));
        write(running.inFlight());
        assertThat(index().indexEnded(1)).isZero();
        assertThat(found("needle")).containsExactly(running.id());

        write(running);

        assertThat(index().indexEnded(10)).isEqualTo(1);
        assertThat(found("needle")).containsExactly(running.id());
    }

    @Test
    void whatIsNoLongerRecordedIsForgottenASliceAtATime() {
        writeMany();
        index().indexEnded(MANY);
        writer().deleteOldest(MANY - 1);

        assertThat(found("question")).containsExactly(number(MANY).id());
        assertThat(index().forgetRemoved(10)).isEqualTo(10);
        assertThat(index().forgetRemoved(10)).isEqualTo(MANY - 11);
        assertThat(index().forgetRemoved(10)).isZero();
        assertThat(found("question")).containsExactly(number(MANY).id());
    }

    private void writeMany() {
        write(IntStream.rangeClosed(1, MANY).mapToObj(SampleExchange::number).toArray(SampleExchange[]::new));
    }

    private void write(SampleExchange... samples) {
        writer().write(List.of(samples).stream().map(SampleExchange::build).toList());
    }

    private List<Long> found(String text) {
        return exchanges()
                .list(new Scope.Everyone(), Filters.search(text), new PageRequest(1, 200, null))
                .rows()
                .stream()
                .map(row -> row.id().value())
                .toList();
    }
}
