package io.github.openrouterproxy.attack;

import static io.github.openrouterproxy.attack.Attack.held;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a stranger without a key may try at the relay's door. Nothing here costs an answer. What was passed on is told
 * by the id that the relay gives to every call of its own, whatever the upstream says to it.
 */
final class RelayAttacks {
    /** Answered by the server itself, so that nobody needs a key to see that it was heard. */
    private static final String HIDDEN = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";

    private static final Pattern PASSED_ON = Pattern.compile("(?im)^x-(?:proxy-)?request-id:");
    /** A body that breaks its framing is refused when the call has its id already. */
    private static final String REFUSED = "\"type\":\"malformed_request\"";

    private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.1 \\d{3}");

    private RelayAttacks() {}

    /**
     * @param alone whether the relay has a door of its own, where nothing of the monitor must be
     * @param pause between two looks whether it has recovered from an attack
     */
    static Stream<Attack> all(Target relay, Canary canary, boolean alone, Duration pause) {
        Stream<Attack> attacks = Stream.of(
                new Attack("make the relay reach another path", elsewhere(relay, alone)),
                new Attack("make the relay call another host", abroad(relay, canary)),
                new Attack("smuggle a request behind another", smuggling(relay)),
                new Attack("make the relay tell what it is made of", internals(relay)),
                new Attack("stop the recording with a small body", new HostileBodies(relay, pause).all()));
        return alone
                ? Stream.concat(
                        Stream.of(new Attack("read recorded calls at the relay's port", recorded(relay))), attacks)
                : attacks;
    }

    private static List<Attack.Try> recorded(Target relay) {
        return Stream.of(
                        "/",
                        "/requests",
                        "/login",
                        "/api/requests",
                        "/api/stats",
                        "/api/audit",
                        "/api/live",
                        "/api/export?format=har",
                        "/assets/x/base.css",
                        "/WEB-INF/web.xml",
                        "/data/proxy_requests.db",
                        "/requests.jsp",
                        "/account",
                        "/openapi.json")
                .map(path ->
                        held(path, () -> relay.get(path), answer -> answer.status() == 404 && !wasPassedOn(answer)))
                .toList();
    }

    /** @param alone else what does not lead to the relay leads to the monitor, which asks who it is */
    private static List<Attack.Try> elsewhere(Target relay, boolean alone) {
        Set<Integer> refused = alone ? Set.of(400, 404) : Set.of(303, 400, 401, 404);
        return Stream.of(
                        "/v1/../../admin",
                        "/v1/..%2f..%2fadmin/..",
                        "/v1/%2e%2e/%2e%2e/admin",
                        "/v1/..;/..;/admin",
                        "/v1/../requests",
                        "/v1\\..\\..\\admin",
                        "/v2/models",
                        "/api/v2/models",
                        "/v1evil",
                        "//evil.example/v1/models",
                        "/v1@evil.example/models")
                .map(path -> held(
                        path,
                        () -> relay.get(path),
                        answer -> refused.contains(answer.status()) && !wasPassedOn(answer)))
                .toList();
    }

    /** The upstream may answer what it likes; the attacker's own port must stay silent. */
    private static List<Attack.Try> abroad(Target relay, Canary canary) {
        String there = canary.authority();
        Stream<Attack.Try> targets = Stream.of(
                        "http://" + there + relay.path() + "/v1/canary",
                        "/v1/@" + there + "/canary",
                        "/v1//" + there + "/canary",
                        "/v1/http://" + there + "/canary",
                        "/v1/canary?url=http://" + there)
                .map(target -> silent(target, canary, () -> relay.get(target)));
        Stream<Attack.Try> headers = Stream.of(
                        "Host: " + there,
                        "X-Forwarded-Host: " + there,
                        "X-Forwarded-Server: " + there,
                        "Forwarded: host=" + there,
                        "X-Original-URL: http://" + there + "/canary",
                        "X-Rewrite-URL: http://" + there + "/canary",
                        "Proxy: http://" + there)
                .map(header -> silent(header, canary, () -> relay.get("/v1/canary", header)));
        Attack.Try tunnel = silent("CONNECT " + there, canary, () -> relay.request("CONNECT", there, ""));
        return Stream.of(targets, headers, Stream.of(tunnel))
                .flatMap(tries -> tries)
                .toList();
    }

    private static Attack.Try silent(String asked, Canary canary, Attack.Request request) {
        return () -> canary.sings(request) ? asked + " -> a call to " + canary.authority() : "";
    }

    private static List<Attack.Try> smuggling(Target relay) {
        String head = relay.below("POST /v1/x HTTP/1.1\r\nHost: x\r\n");
        String hidden = relay.below(HIDDEN);
        return Stream.of(
                        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
                        "Content-Length: 5, 6\r\n\r\nabcdef",
                        "Content-Length: +5\r\n\r\nabcde",
                        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n")
                .map(rest -> held(
                        beginning(rest), () -> relay.send(head + rest + hidden), RelayAttacks::isRefusedAndHeardNoMore))
                .toList();
    }

    /** A coding that is not known is refused with 501, too. */
    private static boolean isRefusedAndHeardNoMore(Target.Answer answer) {
        return (answer.status() == 400 || answer.status() == 501)
                && !wasPassedOn(answer)
                && ANSWER.matcher(answer.whole()).results().count() == 1
                && !answer.whole().contains("\"status\":\"up\"");
    }

    private static boolean wasPassedOn(Target.Answer answer) {
        return PASSED_ON.matcher(answer.whole()).find() && !answer.body().contains(REFUSED);
    }

    private static String beginning(String text) {
        return text.substring(0, Math.min(40, text.length())).strip();
    }

    private static List<Attack.Try> internals(Target relay) {
        return Stream.of("/nowhere", "/%", "/%00", "/v1/%zz", "/" + "a".repeat(9000))
                .map(path -> held(path, () -> relay.get(path), MonitorAttacks::isSilent))
                .toList();
    }
}
