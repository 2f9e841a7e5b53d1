package io.github.openrouterproxy.attack;

import static io.github.openrouterproxy.attack.Attack.held;

import java.util.List;
import java.util.stream.Stream;

/** What a stranger without a key may try at the relay's door. Nothing here costs an answer. */
final class RelayAttacks {
    private static final String SECOND = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

    private RelayAttacks() {}

    static Stream<Attack> all(Target relay) {
        return Stream.of(
                new Attack("read recorded calls at the relay's port", recorded(relay)),
                new Attack("make the relay reach another host, path or port", elsewhere(relay)),
                new Attack("smuggle a request behind another", smuggling(relay)),
                new Attack("make the relay tell what it is made of", internals(relay)));
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
                .map(path -> held(path, () -> relay.get(path), answer -> answer.status() == 404))
                .toList();
    }

    private static List<Attack.Try> elsewhere(Target relay) {
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
                .map(path -> held(path, () -> relay.get(path), answer -> answer.status() >= 400))
                .toList();
    }

    private static List<Attack.Try> smuggling(Target relay) {
        String head = "POST /v1/x HTTP/1.1\r\nHost: x\r\n";
        return Stream.of(
                        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SECOND,
                        "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
                        "Content-Length: 5, 6\r\n\r\nabcdef",
                        "Content-Length: +5\r\n\r\nabcde",
                        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n")
                .map(rest -> held(beginning(rest), () -> relay.send(head + rest), answer -> {
                    int answers = answer.whole().split("HTTP/1\\.1 \\d{3}", -1).length - 1;
                    return answers <= 1 && (answer.status() >= 400 || answer.status() == 0);
                }))
                .toList();
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
