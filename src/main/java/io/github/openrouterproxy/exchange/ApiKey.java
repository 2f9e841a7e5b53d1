package io.github.openrouterproxy.exchange;

/**
 * A key as it may be stored and shown.
 *
 * @param fingerprint 32 lower-case hex digits: the first half of the HMAC-SHA256 of the key; names the user
 * @param mask the key's ends, such as {@code sk-or-…9f3c}; a name where not even these may be shown
 */
public record ApiKey(String fingerprint, String mask) {}
