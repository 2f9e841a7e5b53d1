package io.github.openrouterproxy.exchange;

/**
 * What the client asked for.
 *
 * @param method as written
 * @param url the upstream's address the call goes to: base, path and query, percent-encoding as the client wrote it
 * @param path the part below the base, without the query; begins with {@code /}
 * @param headers as the client sent them, all of them
 */
public record RequestHead(String method, String url, String path, Headers headers) {}
