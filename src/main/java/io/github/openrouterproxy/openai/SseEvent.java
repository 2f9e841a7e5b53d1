package io.github.openrouterproxy.openai;

/**
 * One server-sent event.
 *
 * @param type of the {@code event} line, {@code message} when there was none
 * @param data of all {@code data} lines, joined by line feeds
 */
public record SseEvent(String type, String data) {}
