package io.github.openrouterproxy.bars;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.Filters;
import io.github.openrouterproxy.dao.PageRequest;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.ExchangeIds;
import io.github.openrouterproxy.exchange.Timing;
import io.github.openrouterproxy.recorder.Recorder;
import io.github.openrouterproxy.recorder.indexing.Indexer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * How long a call waits for its commit while others read, with the index at rest and at work, what the index itself
 * adds to that, and how fast it catches up. {@code MeasureRecording file [seconds [part …]]}: of the parts
 * {@code busy}, {@code calm} and {@code behind}, or all; the file grows by what is recorded.
 */
final class MeasureRecording {
    private static final int RATE = 2_000;
    private static final int DIFFERENT = 4_000;
    private static final int READERS = 2;

    /** Until the compilers of a process that has just begun leave most of a core to what is measured. */
    private static final int WARM_UP_SECONDS = 12;

    /** Rows a second at which the machine is mostly idle, so that what the index costs can be told from the rest. */
    private static final int CALM_RATE = 300;

    private static final int TURNS_BESIDE_SEARCHES = 3;
    private static final int TURNS = 10;
    private static final int SECONDS_OF_A_TURN = 2;
    private static final Scope ALL = new Scope.Everyone();

    private final Store store;
    private final Path file;
    private final int seconds;
    private final Set<String> parts;
    private final List<CapturedExchange> calls = new ArrayList<>();
    /** Nanoseconds of each search since they were last asked for. */
    private final Queue<Long> searches = new ConcurrentLinkedQueue<>();

    private volatile boolean reading = true;

    private MeasureRecording(Store store, Path file, int seconds, Set<String> parts) {
        this.store = store;
        this.file = file;
        this.seconds = seconds;
        this.parts = parts;
    }

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
        Set<String> parts = Arrays.stream(arguments).skip(2).collect(Collectors.toSet());
        try (Store store = Store.open(file)) {
            new MeasureRecording(store, file, seconds, parts).run();
        }
    }

    private void run() throws InterruptedException, SQLException {
        Calls source = new Calls(Instant.now(), Duration.ofMillis(1));
        for (int i = 0; i < DIFFERENT; i++) {
            calls.add(source.call(i * 37L));
        }
        Table.head();
        Recorder recorder = store.recorder();
        warmUp(recorder);
        if (isWanted("busy")) {
            besideSearches(recorder);
        }
        if (isWanted("calm")) {
            whatTheIndexAdds(recorder);
        }
        recorder.stop();
        Table.row("write-ahead log after it", "bounded", megabytes("-wal"), "the index's: " + megabytes(".search-wal"));
        if (isWanted("behind")) {
            Indexer indexer = indexer(recorder);
            catchUp();
            indexer.stop();
        }
    }

    private boolean isWanted(String part) {
        return parts.isEmpty() || parts.contains(part);
    }

    private void warmUp(Recorder recorder) throws InterruptedException {
        List<Thread> readers = readers();
        record(recorder, WARM_UP_SECONDS, RATE / 2);
        endOf(readers);
        searches.clear();
    }

    /** In turns, so that one moment at which the machine does something else is not the result. */
    private void besideSearches(Recorder recorder) throws InterruptedException {
        List<long[]> atRest = new ArrayList<>();
        List<long[]> atWork = new ArrayList<>();
        List<Thread> readers = readers();
        for (int turn = 0; turn < TURNS_BESIDE_SEARCHES; turn++) {
            atRest.add(record(recorder, seconds, RATE));
            Indexer indexer = indexer(recorder);
            atWork.add(record(recorder, seconds, RATE));
            indexer.stop();
        }
        endOf(readers);
        spreads("2,000 rows a second, two readers searching, index at rest: wait for the commit", atRest);
        spreads("… and the index at work, in turns", atWork);
        searches("the two readers meanwhile: a search");
    }

    private void endOf(List<Thread> readers) throws InterruptedException {
        reading = false;
        for (Thread reader : readers) {
            reader.join();
        }
        reading = true;
    }

    /** In turns, so that whatever else the machine does is in both. There is enough left to be indexed all the time. */
    private void whatTheIndexAdds(Recorder recorder) throws InterruptedException {
        List<long[]> atRest = new ArrayList<>();
        List<long[]> atWork = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            atRest.add(record(recorder, SECONDS_OF_A_TURN, CALM_RATE));
            Indexer indexer = indexer(recorder);
            atWork.add(record(recorder, SECONDS_OF_A_TURN, CALM_RATE));
            indexer.stop();
        }
        long[] without = sorted(atRest);
        long[] with = sorted(atWork);
        waits("300 rows a second, nobody reading, index at rest: wait for the commit", without);
        waits("… and at work, in turns of 2 s", with);
        Table.row(
                "what the index adds to a wait",
                "5 ms",
                String.format(
                        Locale.ROOT,
                        "p50 %.2f ms, p99 %.2f ms",
                        (at(with, 0.5) - at(without, 0.5)) / 1e6,
                        (at(with, 0.99) - at(without, 0.99)) / 1e6),
                String.format(Locale.ROOT, "p99.9 %.2f ms", (at(with, 0.999) - at(without, 0.999)) / 1e6));
    }

    private Indexer indexer(Recorder recorder) {
        return Indexer.start(store.database().index(), recorder::isWriting);
    }

    private static long[] sorted(List<long[]> parts) {
        return parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    }

    /** @param nanos in ascending order */
    private static long at(long[] nanos, double share) {
        return nanos[Math.min(nanos.length - 1, (int) (nanos.length * share))];
    }

    private long[] record(Recorder recorder, int howLong, int rate) throws InterruptedException {
        ExchangeIds ids = new ExchangeIds(
                Clock.systemUTC(),
                store.database()
                        .exchanges()
                        .list(ALL, ExchangeFilter.ALL, new PageRequest(1, 1, null))
                        .rows()
                        .get(0)
                        .id()
                        .value());
        int rows = howLong * rate;
        long[] waits = new long[rows];
        CountDownLatch open = new CountDownLatch(rows);
        long start = System.nanoTime();
        for (int row = 0; row < rows; row++) {
            long due = start + row * 1_000_000_000L / rate;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            CapturedExchange call = now(calls.get(row % DIFFERENT), ids);
            int number = row;
            long ended = System.nanoTime();
            recorder.ended(call, mayEnd -> {
                waits[number] = System.nanoTime() - ended;
                open.countDown();
            });
        }
        open.await();
        return waits;
    }

    private static CapturedExchange now(CapturedExchange call, ExchangeIds ids) {
        Timing timing = call.timing();
        return new CapturedExchange(
                ids.next(),
                call.request(),
                call.key(),
                call.requestBody(),
                call.response(),
                call.responseBody(),
                call.pieces(),
                new Timing(
                        Instant.now(),
                        timing.sent(),
                        timing.head(),
                        timing.firstPiece(),
                        timing.lastPiece(),
                        timing.finished()),
                call.attempts(),
                call.outcome());
    }

    private List<Thread> readers() {
        List<String> texts = List.of(
                "",
                Conversation.RARE_WORD,
                Words.frequentChinese(),
                Conversation.FREQUENT_WORD,
                Conversation.LONG_PHRASE);
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < READERS; i++) {
            Thread reader = new Thread(() -> {
                for (int turn = 0; reading; turn++) {
                    long start = System.nanoTime();
                    store.database()
                            .exchanges()
                            .list(ALL, Filters.search(texts.get(turn % texts.size())), new PageRequest(1, 20, null));
                    searches.add(System.nanoTime() - start);
                    LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                }
            });
            reader.start();
            readers.add(reader);
        }
        return readers;
    }

    /** While another thread needs a core for itself. */
    private void catchUp() throws InterruptedException, SQLException {
        Thread busy = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
        });
        busy.start();
        long start = System.nanoTime();
        long before = indexed();
        Thread.sleep(Duration.ofSeconds(seconds).toMillis());
        double rate = (indexed() - before) * 1e9 / (System.nanoTime() - start);
        busy.interrupt();
        Table.row(
                "index catching up, one core busy", "500 rows/s", String.format(Locale.ROOT, "%,.0f rows/s", rate), "");
    }

    private long indexed() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file + ".search");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT done_seq FROM state")) {
            return row.getLong(1);
        }
    }

    private String megabytes(String ending) {
        Path log = file.resolveSibling(file.getFileName() + ending);
        try {
            return Files.size(log) / 1_000_000 + " MB";
        } catch (java.io.IOException e) {
            return "none";
        }
    }

    private void searches(String what) {
        long[] nanos = searches.stream().mapToLong(Long::longValue).sorted().toArray();
        searches.clear();
        Table.row(what, "", spread("p50 %.0f ms, p99 %.0f ms", nanos), nanos.length + " searches");
    }

    /** The medians of the turns, and what each of them was. */
    private static void spreads(String what, List<long[]> turns) {
        turns.forEach(Arrays::sort);
        Table.row(
                what,
                "p99 20 ms",
                String.format(
                        Locale.ROOT, "p50 %.1f ms, p99 %.1f ms", median(turns, 0.5) / 1e6, median(turns, 0.99) / 1e6),
                turns.stream()
                        .map(nanos -> String.format(
                                Locale.ROOT, "p99 %.1f, longest %.1f ms", at(nanos, 0.99) / 1e6, at(nanos, 1) / 1e6))
                        .collect(Collectors.joining("; ")));
    }

    private static long median(List<long[]> turns, double share) {
        return turns.stream()
                .mapToLong(nanos -> at(nanos, share))
                .sorted()
                .skip(turns.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private static void waits(String what, long[] nanos) {
        Arrays.sort(nanos);
        Table.row(
                what,
                "p99 20 ms",
                spread("p50 %.1f ms, p99 %.1f ms", nanos),
                String.format(Locale.ROOT, "longest %.1f ms", nanos[nanos.length - 1] / 1e6));
    }

    /** @param nanos in ascending order */
    private static String spread(String format, long[] nanos) {
        return String.format(Locale.ROOT, format, nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 99 / 100] / 1e6);
    }
}
