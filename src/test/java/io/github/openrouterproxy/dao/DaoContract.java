package io.github.openrouterproxy.dao;

import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import java.util.List;

/** What every contract test of a database works with: its doors, on an empty database for each test. */
public abstract class DaoContract {
    protected static final Scope EVERYONE = new Scope.Everyone();
    protected static final PageRequest FIRST_PAGE = new PageRequest(1, 200, null);

    protected abstract ExchangeWriteDao writer();

    protected abstract ExchangeReadDao exchanges();

    protected abstract StatsDao stats();

    protected abstract UserDao users();

    protected final void write(SampleExchange... samples) {
        writer().write(List.of(samples).stream().map(SampleExchange::build).toList());
    }

    protected final Exchange found(long id) {
        return exchanges().find(EVERYONE, new ExchangeId(id)).orElseThrow();
    }

    /** The ids of everything that matches, in the order of the list. */
    protected final List<Long> listed(Scope scope, ExchangeFilter filter) {
        return exchanges().list(scope, filter, FIRST_PAGE).rows().stream()
                .map(row -> row.id().value())
                .toList();
    }
}
