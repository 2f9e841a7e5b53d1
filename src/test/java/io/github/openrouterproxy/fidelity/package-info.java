/**
 * What a program and its upstream say to each other, with and without the relay between them: every case of the tables
 * runs twice on bare sockets, and what the client got and the upstream saw must be the same to the byte. What may
 * differ is in {@code docs/fidelity.md}, each line with its test in {@code DifferencesIT}.
 */
@org.jspecify.annotations.NullMarked
package io.github.openrouterproxy.fidelity;
