package io.github.openrouterproxy.relay;

/** Whose answer the client gets. */
enum Answerer {
    UPSTREAM,
    US
}
