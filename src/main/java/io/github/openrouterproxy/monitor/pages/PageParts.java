package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.monitor.access.CsrfTokens;
import java.time.Clock;

/** What all page servlets share. */
record PageParts(CsrfTokens csrf, Assets assets, RelayAddress relayAddress, Clock clock) {}
