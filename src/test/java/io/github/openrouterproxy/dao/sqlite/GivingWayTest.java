package io.github.openrouterproxy.dao.sqlite;

import static io.github.openrouterproxy.dao.SampleExchange.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.Filters;
import io.github.openrouterproxy.dao.PageRequest;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who reads for long beside calls that wait. To read one text takes some time here, and for that one rests. */
class GivingWayTest {
    private static final int ROWS = 6;
    private static final long READING = Duration.ofMillis(2).toNanos();
    private static final Scope EVERYONE = new Scope.Everyone();
    private static final ExchangeFilter SOUGHT = Filters.search("needle");

    @RegisterExtension
    private final TemporaryDatabase database = new TemporaryDatabase();

    private final List<Long> pauses = new ArrayList<>();
    private long lastEnd;

    @Test
    void aSearchRestsWhileCallsWait() {
        write();
        database.open().writer().callsWait(Duration.ofSeconds(1));

        search();

        assertThat(pauses).hasSize(ROWS - 1).allMatch(pause -> pause >= 4 * READING);
    }

    @Test
    void figuresOfASearchRestWhileCallsWait() {
        write();
        database.open().writer().callsWait(Duration.ofSeconds(1));

        reading(monitor -> monitor.stats().stats(EVERYONE, SOUGHT, Instant.now()));

        assertThat(pauses).hasSizeGreaterThanOrEqualTo(ROWS - 1).allMatch(pause -> pause >= 4 * READING);
    }

    @Test
    void nobodyRestsOnceAllAreWritten() {
        write();
        database.open().writer().callsWait(Duration.ofSeconds(1));
        database.open().writer().noCallWaits();

        search();

        assertThat(pauses).hasSize(ROWS - 1).anyMatch(pause -> pause < 4 * READING);
    }

    @Test
    void whoeverRecordedLeavesNobodyWaiting() {
        database.open().writer().callsWait(Duration.ofSeconds(1));
        assertThat(System.getProperties()).containsKey("openrouter-proxy.sqlite-waiting:" + database.file());

        database.open().close();

        assertThat(System.getProperties()).doesNotContainKey("openrouter-proxy.sqlite-waiting:" + database.file());
    }

    private void write() {
        database.open()
                .writer()
                .write(IntStream.range(0, ROWS)
                        .mapToObj(row -> number(row).build())
                        .toList());
    }

    private void search() {
        reading(monitor -> monitor.exchanges().list(EVERYONE, SOUGHT, new PageRequest(1, 20, null)));
    }

    private void reading(Consumer<SqliteDatabase> question) {
        try (SqliteDatabase monitor = SqliteDatabase.open(database.settings(), null, this::slowly, false)) {
            question.accept(monitor);
        }
    }

    private List<String> slowly(
            RequestHead request, Body requestBody, @Nullable ResponseHead response, Body responseBody) {
        long begun = System.nanoTime();
        if (lastEnd != 0) {
            pauses.add(begun - lastEnd);
        }
        for (long end = begun + READING; System.nanoTime() < end; ) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        lastEnd = System.nanoTime();
        return List.of("hay");
    }
}
