package io.github.openrouterproxy.dao;

import io.github.openrouterproxy.exchange.ExchangeId;
import org.jspecify.annotations.Nullable;

/** What stands on either side of an exchange among those that match. */
public record Neighbours(Neighbour newer, Neighbour older) {
    /**
     * @param id null when there is none, or none is known
     * @param known false when a bounded look came to no end
     */
    public record Neighbour(@Nullable ExchangeId id, boolean known) {
        public static final Neighbour NONE = new Neighbour(null, true);
        public static final Neighbour NOT_KNOWN = new Neighbour(null, false);

        public static Neighbour of(ExchangeId id) {
            return new Neighbour(id, true);
        }
    }
}
