package io.github.openrouterproxy.dao.sqlite.table;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.StatusFilter;
import io.github.openrouterproxy.exchange.ExchangeId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What rows of {@code exchanges e} must fulfil: the only place where a {@link Scope} and an {@link ExchangeFilter},
 * all but its search, become SQL. Immutable.
 */
public record Conditions(List<String> terms, List<Object> values) {
    private static final Conditions NONE = new Conditions(List.of(), List.of());

    /** How far an id's time may be from the time of its exchange: clocks step back, ids do not. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private static final Instant LATEST =
            new ExchangeId(Long.MAX_VALUE).received().minus(SLACK);

    public static Conditions of(Scope scope, ExchangeFilter filter) {
        Conditions all = of(scope);
        if (filter.user() != null) {
            all = all.and("e.user_fingerprint = ?", filter.user());
        }
        if (filter.method() != null) {
            all = all.and("e.method = ?", filter.method());
        }
        if (filter.path() != null) {
            all = all.and("substr(e.path, 1, length(?)) = ?", filter.path(), filter.path());
        }
        if (filter.model() != null) {
            all = all.and("e.model = ?", filter.model());
        }
        if (filter.status() != null) {
            all = all.and(filter.status());
        }
        if (filter.stream() != null) {
            all = all.and("e.stream = ?", filter.stream() ? 1 : 0);
        }
        if (filter.from() != null) {
            all = all.from(filter.from());
        }
        if (filter.to() != null) {
            all = all.to(filter.to());
        }
        if (filter.minDuration() != null) {
            all = all.and("e.finished_us >= ?", Micros.of(filter.minDuration()));
        }
        return all;
    }

    /** That every row fulfils. */
    public static Conditions none() {
        return NONE;
    }

    /** Those of them alone that an index answers without a look at the rows: whose, and roughly when. */
    public static Conditions rangeOf(Scope scope, ExchangeFilter filter) {
        Conditions range = of(scope);
        if (filter.user() != null) {
            range = range.and("e.user_fingerprint = ?", filter.user());
        }
        if (filter.from() != null) {
            range = range.and("e.id >= ?", first(storable(filter.from())));
        }
        if (filter.to() != null) {
            range = range.and("e.id < ?", end(storable(filter.to())));
        }
        return range;
    }

    public static Conditions of(Scope scope) {
        if (scope instanceof Scope.OwnedBy owner) {
            return NONE.and("e.user_fingerprint = ?", owner.fingerprint());
        }
        return NONE;
    }

    public Conditions and(String term, Object... itsValues) {
        return new Conditions(
                Stream.concat(terms.stream(), Stream.of(term)).toList(),
                Stream.concat(values.stream(), Arrays.stream(itsValues)).toList());
    }

    /** Whether every row fulfils them. */
    public boolean areNone() {
        return terms.isEmpty();
    }

    /** Empty, or a WHERE clause. */
    public String where() {
        return areNone() ? "" : "WHERE " + String.join(" AND ", terms);
    }

    /** The same behind other conditions: empty, or beginning with AND. */
    public String andAll() {
        return areNone() ? "" : "AND " + String.join(" AND ", terms);
    }

    /** @return the index of the next parameter */
    public int bind(PreparedStatement statement) throws SQLException {
        return bind(statement, 1);
    }

    /**
     * @param first index of the first parameter
     * @return the index of the next one
     */
    public int bind(PreparedStatement statement, int first) throws SQLException {
        int index = first;
        for (Object value : values) {
            statement.setObject(index++, value);
        }
        return index;
    }

    private Conditions and(StatusFilter status) {
        if (status instanceof StatusFilter.Exactly exactly) {
            return and("e.status = ?", exactly.status());
        }
        if (status instanceof StatusFilter.HundredsOf hundreds) {
            int first = hundreds.hundreds() * 100;
            return and("e.status BETWEEN ? AND ?", first, first + 99);
        }
        if (status instanceof StatusFilter.InFlight) {
            return and("e.state = 'in_flight'");
        }
        return and("e.failed");
    }

    /** Exact by the time received; by the id as well, roughly, since that finds the rows without an index. */
    private Conditions from(Instant instant) {
        Instant from = storable(instant);
        return and("e.received_us >= ? AND e.id >= ?", Micros.of(from), first(from));
    }

    private Conditions to(Instant instant) {
        Instant to = storable(instant);
        return and("e.received_us < ? AND e.id < ?", Micros.of(to), end(to));
    }

    private static long first(Instant from) {
        return ExchangeId.atOrAfter(from.minus(SLACK)).value();
    }

    private static long end(Instant to) {
        return ExchangeId.atOrAfter(to.plus(SLACK)).value();
    }

    /** The instant itself, or the end of what an id can express. */
    private static Instant storable(Instant instant) {
        if (instant.isBefore(Instant.EPOCH)) {
            return Instant.EPOCH;
        }
        return instant.isAfter(LATEST) ? LATEST : instant;
    }
}
