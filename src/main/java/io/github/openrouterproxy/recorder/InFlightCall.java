package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.ExchangeId;

/** A running call, as the recorder sees it. Implemented by the relay. */
public interface InFlightCall {
    ExchangeId id();

    /** What is known now. Called on the writer thread while the call goes on; must neither block nor throw. */
    CapturedExchange snapshot();
}
