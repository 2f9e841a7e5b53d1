package io.github.openrouterproxy.dao.sqlite.search;

import io.github.openrouterproxy.dao.SearchText;
import io.github.openrouterproxy.dao.sqlite.table.Conditions;
import io.github.openrouterproxy.exchange.ExchangeId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The search for one page, newest first, in slices of a fraction of a second: a snapshot that is held for longer keeps
 * the write-ahead log from starting over. What ends between two slices is newer than all that is still to be looked at.
 * Confined to one call.
 */
public final class Finding {
    private static final int PROBE = 80;
    /** So many candidates are looked at for the sake of the count. */
    private static final int WORTH_COUNTING = 3_000;

    private static final long COUNTING = Duration.ofMillis(200).toNanos();
    /** A count that is hopeless is not worth much waiting. */
    private static final long COUNTING_ON = Duration.ofMillis(30).toNanos();

    private final SearchText function;
    private final Conditions conditions;
    private final String text;
    private final long behind;
    private final int size;
    private final long longest;
    private final long slice;
    private final long start = System.nanoTime();

    private final List<Long> ids = new ArrayList<>();
    private long found;
    private boolean lowerBound;
    private @Nullable ExchangeId stoppedAt;
    private boolean probed;
    private long lookedDownTo = Long.MAX_VALUE;

    /**
     * @param behind the rows before the page
     * @param longest how long the page may be looked for: what is not in the index yet may be too much
     * @param slice how long one look may take
     */
    public Finding(
            SearchText function,
            Conditions conditions,
            String text,
            long behind,
            int size,
            Duration longest,
            Duration slice) {
        this.function = function;
        this.conditions = conditions;
        this.text = text;
        this.behind = behind;
        this.size = size;
        this.longest = longest.toNanos();
        this.slice = slice.toNanos();
    }

    /**
     * Looks on for a while.
     *
     * @param connection in a snapshot of its own
     * @return whether the page is whole
     */
    public boolean lookOn(Connection connection) throws SQLException {
        if (!probed) {
            probed = true;
            if (TextSearch.isShort(text) && probe(connection)) {
                return true;
            }
        }
        Conditions older = lookedDownTo == Long.MAX_VALUE ? conditions : conditions.and("e.id < ?", lookedDownTo);
        try (TextSearch search = TextSearch.indexed(connection, function, older, text)) {
            return look(search);
        }
    }

    /** What was found; whole when {@link #lookOn} has said so. */
    public FoundPage page() {
        return new FoundPage(ids, found, lowerBound, stoppedAt);
    }

    /** @return whether a look at the newest was enough; if not, all is as it was */
    private boolean probe(Connection connection) throws SQLException {
        List<Long> hits = new ArrayList<>();
        boolean all = false;
        try (TextSearch scan = TextSearch.scanning(connection, function, conditions, text)) {
            for (int looked = 0; looked < PROBE && !all; looked++) {
                long id = scan.next();
                all = id == TextSearch.NONE;
                if (!all && scan.isHit(id)) {
                    hits.add(id);
                }
            }
        }
        if (!all && hits.size() < behind + size) {
            return false;
        }
        hits.stream().skip(behind).limit(size).forEach(ids::add);
        found = hits.size();
        lowerBound = !all;
        return true;
    }

    private boolean look(TextSearch search) throws SQLException {
        long began = System.nanoTime();
        while (ids.size() < size) {
            long id = search.next();
            if (id == TextSearch.NONE) {
                return true;
            }
            if (search.isHit(id) && ++found > behind) {
                ids.add(id);
            }
            lookedDownTo = id;
            long now = System.nanoTime();
            if (now - start > longest) {
                lowerBound = true;
                stoppedAt = ids.size() < size ? new ExchangeId(id) : null;
                return true;
            }
            if (now - began > slice) {
                return false;
            }
        }
        count(search);
        return true;
    }

    private void count(TextSearch search) throws SQLException {
        long began = System.nanoTime();
        List<Long> open = new ArrayList<>();
        boolean all = false;
        while (open.size() < WORTH_COUNTING && System.nanoTime() - began < COUNTING) {
            long id = search.next();
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
        long patience = all ? COUNTING : COUNTING_ON;
        for (long id : open) {
            if (System.nanoTime() - began > patience) {
                lowerBound = true;
                return;
            }
            found += search.bears(id) ? 1 : 0;
        }
    }
}
