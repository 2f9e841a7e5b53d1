package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.Neighbours;
import io.github.openrouterproxy.dao.Neighbours.Neighbour;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.sqlite.table.Conditions;
import io.github.openrouterproxy.exchange.ExchangeId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the nearest that matches among the rows on either side of one, without a search; what few match may lie
 * beyond the rows that are looked at. One connection, one thread, one question.
 */
final class NeighbourQuery {
    /** Rows on either side, of the one user when only those of one are asked for. */
    static final int LOOKED_AT = 1_000;

    private static final String NEWER = "SELECT e.id FROM exchanges e %s ORDER BY e.id LIMIT 1";
    private static final String OLDER = "SELECT e.id FROM exchanges e %s ORDER BY e.id DESC LIMIT 1";
    private static final String BEYOND = " OFFSET " + LOOKED_AT;

    private final Connection connection;
    private final Conditions conditions;
    /** What an index answers by itself. */
    private final Conditions range;

    NeighbourQuery(Connection connection, Scope scope, ExchangeFilter filter) {
        this.connection = connection;
        this.conditions = Conditions.of(scope, filter);
        this.range = Conditions.rangeOf(scope, filter);
    }

    Neighbours run(ExchangeId id) throws SQLException {
        return new Neighbours(newer(id.value()), older(id.value()));
    }

    private Neighbour newer(long id) throws SQLException {
        Long edge = first(NEWER + BEYOND, range.and("e.id > ?", id));
        Conditions newer = conditions.and("e.id > ?", id);
        return neighbour(first(NEWER, edge == null ? newer : newer.and("e.id < ?", edge)), edge);
    }

    private Neighbour older(long id) throws SQLException {
        Long edge = first(OLDER + BEYOND, range.and("e.id < ?", id));
        Conditions older = conditions.and("e.id < ?", id);
        return neighbour(first(OLDER, edge == null ? older : older.and("e.id > ?", edge)), edge);
    }

    private static Neighbour neighbour(@Nullable Long found, @Nullable Long edge) {
        if (found != null) {
            return Neighbour.of(new ExchangeId(found));
        }
        return edge == null ? Neighbour.NONE : Neighbour.NOT_KNOWN;
    }

    private @Nullable Long first(String query, Conditions of) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query.formatted(of.where()))) {
            of.bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? (Long) row.getLong(1) : null;
            }
        }
    }
}
