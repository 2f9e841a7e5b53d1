package io.github.openrouterproxy.exchange;

/** Status and headers of an answer, as the upstream sent them. */
public record ResponseHead(int status, Headers headers) {}
