package io.github.openrouterproxy.dao.sqlite.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.RequestHead;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class CourtesyTest {
    private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

    private final AtomicLong now = new AtomicLong();
    private final AtomicLong rested = new AtomicLong();
    private LongPredicate late = time -> true;
    private final Courtesy courtesy = new Courtesy(time -> late.test(time), now::get, this::rest);

    @Test
    void whereCallsNeverStopWaitingAFifthOfTheTimeIsWorked() {
        for (int piece = 0; piece < 100; piece++) {
            work(MILLISECOND);
        }

        assertThat(rested.get()).isEqualTo(4 * 100 * MILLISECOND);
    }

    @Test
    void aRestEndsSoonAfterTheLastCallThatWaits() {
        late = time -> time < 12 * MILLISECOND;

        work(10 * MILLISECOND);

        assertThat(rested.get()).isEqualTo(2 * MILLISECOND);
    }

    @Test
    void whereNoCallWaitsThereIsNoRest() {
        late = time -> false;

        work(10 * MILLISECOND);

        assertThat(rested.get()).isZero();
    }

    @Test
    void workOfBeforeIsNotRestedFor() {
        late = time -> time > 100 * MILLISECOND;

        work(100 * MILLISECOND);
        work(MILLISECOND);

        assertThat(rested.get()).isEqualTo(4 * MILLISECOND);
    }

    @Test
    void aSnapshotIsNotKeptForASingleRestLongerThan50Milliseconds() {
        work(1000 * MILLISECOND);

        assertThat(rested.get()).isEqualTo(50 * MILLISECOND);
    }

    @Test
    void textsAreReadAfterTheRest() {
        now.addAndGet(MILLISECOND);

        List<String> texts = courtesy.before((request, requestBody, response, responseBody) ->
                        List.of(request.method(), Long.toString(rested.get())))
                .of(new RequestHead("POST", "/", "/", Headers.NONE), Body.EMPTY, null, Body.EMPTY);

        assertThat(texts).containsExactly("POST", Long.toString(4 * MILLISECOND));
    }

    private void work(long nanos) {
        now.addAndGet(nanos);
        courtesy.giveWay();
    }

    private void rest(long nanos) {
        now.addAndGet(nanos);
        rested.addAndGet(nanos);
    }
}
