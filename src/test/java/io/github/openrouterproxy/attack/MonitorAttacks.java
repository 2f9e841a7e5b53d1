package io.github.openrouterproxy.attack;

import static io.github.openrouterproxy.attack.Attack.held;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a stranger without a key may try at the monitor's door. */
final class MonitorAttacks {
    /** Words by which a server tells what it is made of. */
    static final Pattern INTERNALS =
            Pattern.compile("(?i)tomcat|coyote|jersey|hikari|sqlite|java\\.|jakarta\\.|org\\.apache|Exception"
                    + "|\\bat io\\.github|stack ?trace|/home/|/usr/|x-powered-by");

    private static final List<String> DATA = List.of(
            "/",
            "/requests",
            "/requests/0000000000000001",
            "/audit",
            "/requests?search=a",
            "/requests?live=1",
            "/requests/0000000000000001/response-body");
    private static final List<String> API = List.of(
            "/api/requests",
            "/api/request/0000000000000001",
            "/api/requests/0000000000000001/request-body",
            "/api/stats",
            "/api/stats/series",
            "/api/users",
            "/api/models",
            "/api/live",
            "/api/export?format=jsonl",
            "/api/audit",
            "/api/",
            "/api",
            "/api/requests;x=1",
            "/api//requests",
            "/api/./requests",
            "/api/requests?user=' OR 1=1 --".replace(" ", "%20"));
    private static final List<String> FILES = List.of(
            "/WEB-INF/web.xml",
            "/WEB-INF/jsp/requests.jsp",
            "/META-INF/MANIFEST.MF",
            "/%57EB-INF/web.xml",
            "/WEB-INF%2fweb.xml",
            "/;/WEB-INF/web.xml",
            "/assets/../WEB-INF/web.xml",
            "/assets/x/..;/..;/WEB-INF/web.xml",
            "/assets/x/..%2f..%2fWEB-INF/web.xml",
            "/assets/x/%2e%2e/%2e%2e/WEB-INF/web.xml",
            "/assets/x/..%5c..%5cWEB-INF%5cweb.xml",
            "/assets/x/....//....//etc/passwd",
            "/assets/x/%c0%ae%c0%ae/etc/passwd",
            "/assets/x/web.xml%00.css",
            "/data/proxy_requests.db",
            "/proxy_requests.db",
            "/.git/config",
            "/.env",
            "/web-inf/web.xml",
            "/manager/html",
            "/host-manager/html",
            "/x.jsp",
            "/requests.jsp",
            "//WEB-INF/web.xml",
            "/WEB-INF/");

    private MonitorAttacks() {}

    static Stream<Attack> all(Target monitor) {
        return Stream.of(
                new Attack("read recorded calls without logging in", withoutLogin(monitor)),
                new Attack("open the API with a key that is none", guesses(monitor)),
                new Attack("pass for somebody whom a proxy vouches for", vouched(monitor)),
                new Attack(
                        "read files of the server",
                        FILES.stream()
                                .map(path -> held(path, () -> monitor.get(path), MonitorAttacks::gaveNothing))
                                .toList()),
                new Attack("reach the site under a foreign name (DNS rebinding)", rebinding(monitor)),
                new Attack("send a form from another site", forgeries(monitor)),
                new Attack("be sent on to another site", redirects(monitor)),
                new Attack("have a foreign name put into links", names(monitor)),
                new Attack("have a request echoed", echoes(monitor)),
                new Attack("run or frame something in the viewer's browser", headers(monitor)),
                new Attack("make it tell what it is made of", internals(monitor)),
                new Attack("guess on and on, under ever new forwarded addresses", floods(monitor)));
    }

    private static List<Attack.Try> withoutLogin(Target monitor) {
        return Stream.concat(
                        DATA.stream()
                                .map(path -> held(
                                        path,
                                        () -> monitor.get(path),
                                        answer -> answer.status() == 303
                                                && answer.body().isEmpty())),
                        Stream.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "QUERY")
                                .flatMap(method -> API.stream()
                                        .map(path -> held(
                                                method + " " + path,
                                                () -> monitor.request(method, path, "", "X-HTTP-Method-Override: GET"),
                                                answer -> answer.status() >= 400 || answer.status() == 303))))
                .toList();
    }

    private static List<Attack.Try> guesses(Target monitor) {
        return Stream.of(
                        "",
                        " ",
                        "null",
                        "undefined",
                        "admin",
                        "sk-",
                        "Bearer",
                        "0",
                        "true",
                        "*",
                        "%",
                        "' OR ''='",
                        "sk-or-v1-" + "0".repeat(64),
                        "\u00ff\u00fe",
                        "a".repeat(4000))
                .map(key -> held(
                        "key " + key.substring(0, Math.min(20, key.length())),
                        () -> monitor.get("/api/requests", "Authorization: Bearer " + key),
                        answer -> answer.status() == 401 || answer.status() == 429 || answer.status() == 400))
                .toList();
    }

    private static List<Attack.Try> vouched(Target monitor) {
        return Stream.of(
                        "X-Forwarded-User",
                        "X-Remote-User",
                        "Remote-User",
                        "X-Auth-Request-User",
                        "X-Forwarded-For",
                        "X-Real-IP",
                        "Forwarded",
                        "X-Original-URL",
                        "X-Rewrite-URL",
                        "Cookie")
                .map(name -> held(
                        name,
                        () -> monitor.get("/api/requests", name + ": admin", name + ": openrouter-proxy-session=0"),
                        answer -> answer.status() == 401))
                .toList();
    }

    static boolean gaveNothing(Target.Answer answer) {
        boolean content = Stream.of("<web-app", "Manifest-Version", "<%@", "root:x:", "SQLite format", "[core]")
                .anyMatch(answer.whole()::contains);
        return answer.status() != 200 && !content;
    }

    private static List<Attack.Try> rebinding(Target monitor) {
        return Stream.of(
                        "evil.example",
                        "127.0.0.1.evil.example",
                        "localhost.evil.example",
                        "evil.example:80",
                        "a@b",
                        "")
                .map(host -> held(
                        "Host: " + host,
                        () -> monitor.get("/login", "Host: " + host),
                        answer -> answer.status() == 421 || answer.status() == 400))
                .toList();
    }

    private static List<Attack.Try> forgeries(Target monitor) {
        return Stream.of("/login", "/logout", "/account", "/preferences", "/users", "/")
                .flatMap(path -> Stream.of(
                                "key=x&theme=dark&user=0&label=x",
                                "csrf=&key=x&user=0&label=x",
                                "csrf=" + "0".repeat(64) + "&everywhere=true")
                        .map(form -> held(
                                "POST " + path + " " + form,
                                () -> monitor.post(path, form, "Origin: https://evil.example"),
                                MonitorAttacks::isNotHeard)))
                .toList();
    }

    /** A form that was heard would show the form for the key again, keep something in a cookie, or lead on. */
    private static boolean isNotHeard(Target.Answer answer) {
        return (answer.status() == 403 || (answer.status() == 303 && isLogin(answer)))
                && !answer.body().contains("name=\"key\"")
                && !answer.head().contains("theme=");
    }

    private static boolean isLogin(Target.Answer answer) {
        return answer.header("Location").endsWith("/login");
    }

    private static List<Attack.Try> redirects(Target monitor) {
        return Stream.of(
                        "https://evil.example",
                        "//evil.example",
                        "/\\evil.example",
                        "/%09/evil.example",
                        "javascript:alert(1)",
                        "/%0d%0aLocation:%20https://evil.example",
                        "https:evil.example",
                        "\\\\evil.example")
                .flatMap(next -> Stream.of("/login?next=" + next, "/requests?next=" + next, "/" + next))
                .map(path -> held(
                        path,
                        () -> monitor.get(path.replace(" ", "%20").replace("\\", "%5c")),
                        answer -> !answer.head().matches("(?is).*\\nLocation:\\s*(?:https?:)?[/\\\\]{2}.*")
                                && !answer.body().contains("value=\"https://evil")
                                && !answer.body().contains("value=\"//evil")))
                .toList();
    }

    private static List<Attack.Try> names(Target monitor) {
        return Stream.of("X-Forwarded-Host: ", "X-Host: ", "X-Forwarded-Server: ", "Forwarded: host=")
                .flatMap(name -> Stream.of("/login", "/requests", "/")
                        .map(path -> held(
                                name + path,
                                () -> monitor.get(path, name + "evil.example"),
                                answer ->
                                        answer.status() != 0 && !answer.whole().contains("evil.example"))))
                .toList();
    }

    /** More keys than an address has free: once at least it must be made to wait, whoever it says it is. */
    private static List<Attack.Try> floods(Target monitor) {
        return Stream.of("X-Forwarded-For: ", "X-Real-IP: ", "Forwarded: for=")
                .map(name ->
                        held(name + "198.51.100.*", () -> slowedDown(monitor, name), answer -> answer.status() == 429))
                .toList();
    }

    /** @return the first answer that asks to wait, or else the last */
    private static Target.Answer slowedDown(Target monitor, String name) throws IOException {
        Target.Answer answer = new Target.Answer(0, "", "");
        for (int i = 0; i < 40 && answer.status() != 429; i++) {
            String key = "wrong-key-" + name.length() + "-" + i;
            answer = monitor.get("/api/requests", "Authorization: Bearer " + key, name + "198.51.100." + i);
        }
        return answer;
    }

    private static List<Attack.Try> echoes(Target monitor) {
        return Stream.of("TRACE", "TRACK", "CONNECT", "DEBUG")
                .map(method -> held(
                        method,
                        () -> monitor.request(method, "/login", "", "X-Secret: echo-of-a-secret"),
                        answer -> answer.status() >= 400 && !answer.whole().contains("echo-of-a-secret")))
                .toList();
    }

    private static List<Attack.Try> headers(Target monitor) {
        return Stream.of("/login", "/nowhere", "/api/requests", "/", "/assets/nothing.css", "/health/live")
                .map(path -> held("headers of " + path, () -> monitor.get(path), answer -> {
                    String policy = answer.header("Content-Security-Policy");
                    return policy.contains("default-src 'none'")
                            && policy.contains("frame-ancestors 'none'")
                            && !policy.contains("unsafe")
                            && answer.header("X-Content-Type-Options").equals("nosniff")
                            && !answer.header("Referrer-Policy").isEmpty()
                            && answer.header("Cache-Control").contains("no-store");
                }))
                .toList();
    }

    private static List<Attack.Try> internals(Target monitor) {
        Stream<Attack.Try> paths = Stream.of(
                        "/nowhere",
                        "/requests?page=x",
                        "/api/requests?page=x",
                        "/api/nothing",
                        "/requests/x",
                        "/%",
                        "/%zz",
                        "/%00",
                        "/a%0ab",
                        "/login?next=%",
                        "/login?%",
                        "/requests?search=%ff%fe",
                        "/WEB-INF/x",
                        "/api/requests?page=99999999999",
                        "/requests?cursor=%27",
                        "/assets/",
                        "/health/x",
                        "/" + "a".repeat(9000))
                .map(path -> held(path, () -> monitor.get(path), MonitorAttacks::isSilent));
        Stream<Attack.Try> requests = Stream.of(
                        "GET / HTTP/1.1\r\n\r\n",
                        "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                        "GET /\u0000 HTTP/1.1\r\nHost: x\r\n\r\n",
                        "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n",
                        "GET /login HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                        "GET /login HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
                        "GET /login HTTP/1.1\r\nHost: x\r\nA: " + "b".repeat(70_000) + "\r\n\r\n",
                        "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                        "POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip\r\n\r\n",
                        "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n",
                        "GET http:// HTTP/1.1\r\nHost: x\r\n\r\n")
                .map(monitor::below)
                .map(bytes -> held(
                        bytes.substring(0, Math.min(50, bytes.length())).strip(),
                        () -> monitor.send(bytes),
                        MonitorAttacks::isSilent));
        return Stream.concat(paths, requests).toList();
    }

    static boolean isSilent(Target.Answer answer) {
        return answer.header("Server").isEmpty()
                && !answer.body().contains("<style")
                && !INTERNALS.matcher(answer.whole()).find()
                && (answer.status() < 500 || answer.status() == 505);
    }
}
