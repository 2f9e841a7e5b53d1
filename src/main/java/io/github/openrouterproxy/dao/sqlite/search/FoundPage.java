package io.github.openrouterproxy.dao.sqlite.search;

import io.github.openrouterproxy.dao.SearchText;
import io.github.openrouterproxy.dao.sqlite.table.Conditions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The ids of one page of what a search finds.
 *
 * @param total how many it finds at all, or at least
 * @param totalIsLowerBound whether there may be more
 */
public record FoundPage(List<Long> ids, long total, boolean totalIsLowerBound) {
    private static final int PROBE = 80;
    /** So many candidates are looked at for the sake of the count. */
    private static final int WORTH_COUNTING = 3_000;

    /** What is not in the index yet may be too much to be looked through. */
    private static final long LOOKING = Duration.ofSeconds(5).toNanos();

    private static final long COUNTING = Duration.ofMillis(200).toNanos();
    /** A count that is hopeless is not worth much waiting. */
    private static final long COUNTING_ON = Duration.ofMillis(30).toNanos();

    /** @param behind the rows before the page */
    public static FoundPage of(
            Connection connection, SearchText function, Conditions conditions, String text, long behind, int size)
            throws SQLException {
        if (TextSearch.isShort(text)) {
            try (TextSearch scan = TextSearch.scanning(connection, function, conditions, text)) {
                FoundPage page = probe(scan, behind, size);
                if (page.ids.size() == size || !page.totalIsLowerBound) {
                    return page;
                }
            }
        }
        try (TextSearch search = TextSearch.indexed(connection, function, conditions, text)) {
            return page(search, behind, size);
        }
    }

    private static FoundPage probe(TextSearch search, long behind, int size) throws SQLException {
        List<Long> ids = new ArrayList<>();
        long found = 0;
        for (int looked = 0; looked < PROBE; looked++) {
            long id = search.next();
            if (id == TextSearch.NONE) {
                return new FoundPage(ids, found, false);
            }
            if (search.isHit(id) && ++found > behind && ids.size() < size) {
                ids.add(id);
            }
        }
        return new FoundPage(ids, found, true);
    }

    private static FoundPage page(TextSearch search, long behind, int size) throws SQLException {
        List<Long> ids = new ArrayList<>();
        long found = 0;
        long start = System.nanoTime();
        while (ids.size() < size) {
            long id = search.next();
            if (id == TextSearch.NONE) {
                return new FoundPage(ids, found, false);
            }
            if (search.isHit(id) && ++found > behind) {
                ids.add(id);
            }
            if (System.nanoTime() - start > LOOKING) {
                return new FoundPage(ids, found, true);
            }
        }
        return counted(search, ids, found);
    }

    private static FoundPage counted(TextSearch search, List<Long> ids, long foundSoFar) throws SQLException {
        long found = foundSoFar;
        long start = System.nanoTime();
        List<Long> open = new ArrayList<>();
        boolean all = false;
        while (open.size() < WORTH_COUNTING && System.nanoTime() - start < COUNTING) {
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
        long patience = all ? COUNTING : COUNTING_ON;
        for (long id : open) {
            if (System.nanoTime() - start > patience) {
                return new FoundPage(ids, found, true);
            }
            found += search.bears(id) ? 1 : 0;
        }
        return new FoundPage(ids, found, !all);
    }
}
