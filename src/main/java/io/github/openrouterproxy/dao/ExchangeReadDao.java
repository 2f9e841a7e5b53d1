package io.github.openrouterproxy.dao;

import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import java.util.Optional;

/** Finding; any thread. */
public interface ExchangeReadDao {
    Page<ExchangeSummary> list(Scope scope, ExchangeFilter filter, PageRequest page);

    /** Empty both for an id that does not exist and for one outside the scope. */
    Optional<Exchange> find(Scope scope, ExchangeId id);

    /** The nearest exchange that matches, on either side of one. */
    Neighbours neighbours(Scope scope, ExchangeFilter filter, ExchangeId id);

    /** What stands out among the newest ones; a bounded look. */
    Extremes extremes(Scope scope, ExchangeFilter filter);

    /** A number that changes whenever anything in the database does, cheap to ask. */
    long version();
}
