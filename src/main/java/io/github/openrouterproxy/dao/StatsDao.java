package io.github.openrouterproxy.dao;

import io.github.openrouterproxy.dao.figures.Bucket;
import io.github.openrouterproxy.dao.figures.Listing;
import io.github.openrouterproxy.dao.figures.ModelFigures;
import io.github.openrouterproxy.dao.figures.Overview;
import io.github.openrouterproxy.dao.figures.UserFigures;
import java.time.Duration;
import java.time.Instant;

/** Figures over what is recorded; what was removed is no longer in them. Any thread. */
public interface StatsDao {
    /** @param now the end of the ten minutes that count as recent */
    Stats stats(Scope scope, ExchangeFilter filter, Instant now);

    /**
     * All of the following in one look, which is cheaper than one after the other.
     *
     * @param width of the series
     * @param now the end of the ten minutes that count as recent
     */
    Overview overview(Scope scope, ExchangeFilter filter, Duration width, Instant now);

    /**
     * Stretch by stretch, oldest first; those without any call are left out.
     *
     * @param width whole minutes; each stretch begins at a multiple of it since 1970 in UTC
     */
    Listing<Bucket> series(Scope scope, ExchangeFilter filter, Duration width);

    /** By model, the one with the most calls first. */
    Listing<ModelFigures> models(Scope scope, ExchangeFilter filter);

    /** By key, the one with the most calls first. */
    Listing<UserFigures> users(Scope scope, ExchangeFilter filter);
}
