package io.github.openrouterproxy.dao.sqlite.rollup;

import io.github.openrouterproxy.dao.ExchangeFilter;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.sqlite.rollup.Tally.Sum;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;

/** How many calls match, out of the figures that are kept. Any thread. */
public final class CallCount {
    private CallCount() {}

    /**
     * @param connection in a read transaction
     * @return empty where the figures do not know what the filter asks for, or not of all calls, and where there are so
     *     many of them that counting the calls is as quick
     */
    public static OptionalLong of(Connection connection, Scope scope, ExchangeFilter filter) throws SQLException {
        boolean coarse = FigureWalk.isCoarse(scope, filter, Width.DAY);
        boolean few = coarse || scope instanceof Scope.OwnedBy || filter.user() != null || filter.model() != null;
        if (!FigureWalk.knows(filter) || !few) {
            return OptionalLong.empty();
        }
        Tally all = new Tally();
        Grain grain = coarse ? Grain.MODEL : Grain.FULL;
        boolean complete = new FigureWalk(connection, scope, (second, series, found) -> found.addTo(all))
                .run(filter, Width.DAY, grain);
        return complete ? OptionalLong.of(all.sum(Sum.CALLS)) : OptionalLong.empty();
    }
}
