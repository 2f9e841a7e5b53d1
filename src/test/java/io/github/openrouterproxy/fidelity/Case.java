package io.github.openrouterproxy.fidelity;

import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of the table: what a client does on one connection, what the upstream answers, and what the record of the
 * last call must say.
 */
final class Case {
    private static final Reply USUAL = Reply.json(200, "{\"ok\":true}");

    private final String name;
    private final List<Move> moves = new ArrayList<>();
    private final List<Reply> replies = new ArrayList<>();
    private final Map<String, Object> recorded = new LinkedHashMap<>();

    private Case(String name) {
        this.name = name;
    }

    /** A request that is answered with something simple. */
    static Case asking(String name, RawRequest request) {
        return of(name, request, USUAL);
    }

    /** An answer to something simple. */
    static Case answering(String name, Reply reply) {
        return of(name, RawRequest.get("/api/v1/things"), reply);
    }

    static Case of(String name, RawRequest request, Reply reply) {
        return new Case(name).then(request, reply);
    }

    /** A client that does as it is told from here on. */
    static Case scripted(String name, Reply... replies) {
        Case scripted = new Case(name);
        scripted.replies.addAll(List.of(replies));
        return scripted;
    }

    /** Another call on the same connection after that. */
    Case then(RawRequest request, Reply reply) {
        replies.add(reply);
        return send(request.bytes()).receive(request.method());
    }

    Case then(RawRequest request) {
        return then(request, USUAL);
    }

    Case send(byte[] bytes) {
        moves.add(new Move.Send(bytes));
        return this;
    }

    Case send(String bytes) {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    Case rest(int millis) {
        moves.add(new Move.Rest(Duration.ofMillis(millis)));
        return this;
    }

    Case awaitInterim() {
        moves.add(new Move.AwaitInterim());
        return this;
    }

    Case receive(String method) {
        moves.add(new Move.Receive(method));
        return this;
    }

    Case awaitClose() {
        moves.add(new Move.AwaitClose());
        return this;
    }

    /** What the monitor's JSON must say of the last call, field by field. */
    Case recorded(String field, Object value) {
        recorded.put(field, value);
        return this;
    }

    String name() {
        return name;
    }

    List<Move> moves() {
        return moves;
    }

    List<Reply> replies() {
        return replies;
    }

    Map<String, Object> recorded() {
        return recorded;
    }
}
