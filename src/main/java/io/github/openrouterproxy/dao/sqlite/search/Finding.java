package io.github.openrouterproxy.dao.sqlite.search;

import io.github.openrouterproxy.dao.SearchText;
import io.github.openrouterproxy.dao.sqlite.table.Conditions;
import io.github.openrouterproxy.exchange.ExchangeId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The search for one page, newest first, in slices of a fraction of a second: a snapshot that is held for longer keeps
 * the write-ahead log from starting over. Confined to one call.
 */
public final class Finding {
    /** So many of the newest tell whether a short text is frequent; fewer if to read them takes long. */
    private static final int PROBE = 80;

    private static final int SHORT_PROBE = 8;
    private static final int FREQUENT = 4;
    private static final long PROBING = Duration.ofMillis(50).toNanos();

    /** So many candidates are looked at for the sake of the count. */
    private static final int WORTH_COUNTING = 3_000;

    private static final long COUNTING = Duration.ofMillis(200).toNanos();
    /** A count that is hopeless is not worth much waiting. */
    private static final long COUNTING_ON = Duration.ofMillis(30).toNanos();

    private final SearchText function;
    private final Conditions conditions;
    private final Conditions range;
    private final String text;
    private final Needle needle;
    private final long behind;
    private final int size;
    private final long longest;
    private final long slice;
    private final long start = System.nanoTime();

    private final List<Long> ids = new ArrayList<>();
    /** To be looked at for the count; kept over a look that fails. */
    private final Queue<Long> open = new ArrayDeque<>();

    private long found;
    private long looked;
    private boolean lowerBound;
    private @Nullable ExchangeId stoppedAt;
    private TextSearch search;
    private boolean probing;

    /**
     * @param range those of the conditions that a table's index answers
     * @param behind the rows before the page
     * @param longest how long the page may be looked for: what is not in the index yet may be too much
     * @param slice how long one look may take
     */
    public Finding(
            SearchText function,
            Conditions conditions,
            Conditions range,
            String text,
            long behind,
            int size,
            Duration longest,
            Duration slice) {
        this.function = function;
        this.conditions = conditions;
        this.range = range;
        this.text = text;
        this.behind = behind;
        this.size = size;
        this.longest = longest.toNanos();
        this.slice = slice.toNanos();
        this.needle = Needle.of(text);
        this.probing = needle.shorter();
        this.search = probing
                ? TextSearch.scanning(function, conditions, range, text)
                : TextSearch.indexed(function, conditions, range, text);
    }

    /**
     * Looks on for a while.
     *
     * @param connection in a snapshot of its own
     * @return whether the page is whole
     */
    public boolean lookOn(Connection connection) throws SQLException {
        try {
            search.begin(connection);
            boolean whole = look(connection);
            if (!whole) {
                search.pause();
            }
            return whole;
        } finally {
            search.close();
        }
    }

    /** What was found; whole when {@link #lookOn} has said so. */
    public FoundPage page() {
        return new FoundPage(ids, found, lowerBound, stoppedAt);
    }

    private boolean look(Connection connection) throws SQLException {
        long began = System.nanoTime();
        while (ids.size() < size) {
            long id = search.next(() -> System.nanoTime() - began > slice);
            if (id == TextSearch.NONE) {
                return true;
            }
            if (id != TextSearch.LATER) {
                looked++;
                if (search.isHit(id) && ++found > behind) {
                    ids.add(id);
                }
            }
            long now = System.nanoTime();
            if (now - start > longest && (id != TextSearch.LATER || search.hasAdvanced())) {
                stop(id);
                return true;
            }
            if (probing && looked >= (now - start > PROBING ? SHORT_PROBE : PROBE)) {
                endProbe(connection);
            }
            if (now - began > slice) {
                return false;
            }
        }
        count();
        return true;
    }

    /** @param id the last one, or {@link TextSearch#LATER} */
    private void stop(long id) throws SQLException {
        ExchangeId edge = id == TextSearch.LATER ? search.edge() : new ExchangeId(id);
        lowerBound = edge != null;
        stoppedAt = ids.size() < size ? edge : null;
    }

    /** What is frequent is found sooner without the index, which is slow in naming it. */
    private void endProbe(Connection connection) throws SQLException {
        probing = false;
        if (found * FREQUENT > looked || needle.isInNearlyAll()) {
            return;
        }
        search.close();
        ids.clear();
        found = 0;
        search = TextSearch.indexed(function, conditions, range, text);
        search.begin(connection);
    }

    private void count() throws SQLException {
        long began = System.nanoTime();
        boolean all = false;
        while (open.size() < WORTH_COUNTING && System.nanoTime() - began < COUNTING) {
            long id = search.next(() -> System.nanoTime() - began > COUNTING);
            if (id == TextSearch.LATER) {
                break;
            }
            if (id == TextSearch.NONE) {
                all = true;
                break;
            }
            if (search.isCertain()) {
                found++;
            } else {
                open.add(id);
            }
        }
        lowerBound = !all;
        if (lowerBound && probing) {
            return;
        }
        long patience = all ? COUNTING : COUNTING_ON;
        for (Long id = open.peek(); id != null; id = open.peek()) {
            if (System.nanoTime() - began > patience) {
                lowerBound = true;
                return;
            }
            found += search.bears(id) ? 1 : 0;
            open.remove();
        }
    }
}
