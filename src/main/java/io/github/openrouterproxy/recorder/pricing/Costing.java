package io.github.openrouterproxy.recorder.pricing;

import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.Understanding;
import java.util.List;

/** Finds out what calls cost whose answers do not say so. Nothing in it may block the writer. */
@FunctionalInterface
public interface Costing {
    Costing NONE = (call, understood) -> understood;

    /** The writer thread, for each call that ended. @return with the cost, where it is known by now */
    Understanding of(CapturedExchange call, Understanding understood);

    /** At the upstream's prices, if it does not say what it cost; nobody is asked. The writer thread. */
    default Understanding priced(Understanding understood) {
        return understood;
    }

    /** The writer thread, when it has nothing else to write: writes what became known since. @return what that added */
    default List<TokenUsage> settle(ExchangeWriteDao dao) {
        return List.of();
    }

    /** Whether there is something to settle; any thread. */
    default boolean isUnsettled() {
        return false;
    }

    /** @param wake to be called by any thread when there is something to settle */
    default void wakeBy(Runnable wake) {}
}
