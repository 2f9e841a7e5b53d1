package io.github.openrouterproxy.isolation;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How to ask each endpoint for what belongs to somebody else. An endpoint without a recipe fails the walk: say here how
 * it could give anything away.
 */
final class Recipes {
    /** The paths to try, for the one whose calls are sought. */
    interface Recipe extends Function<Subject, List<String>> {}

    /** A word in the calls of everybody. */
    private static final String COMMON = "completions";

    /** Every way in which a filter, a search, a page or a cursor could reach the calls of somebody else. */
    static List<String> filtered(String path, Subject victim) {
        return Stream.of(
                        "",
                        "search=" + victim.word(),
                        "search=" + COMMON,
                        "user=" + victim.fingerprint(),
                        "model=" + victim.word() + "/model",
                        "path=/chat/completions/" + victim.word(),
                        "page=2&page_size=1",
                        "page_size=200",
                        "cursor=" + victim.ids().get(0) + "&page_size=200",
                        "cursor=7fffffffffffffff&page_size=200",
                        "status=2xx&stream=false&method=POST",
                        "min_duration_ms=0",
                        "format=csv&user=" + victim.fingerprint(),
                        "format=jsonl",
                        "format=har",
                        "bucket=1m",
                        "live=0",
                        "range=all",
                        "ids=" + String.join(",", victim.ids()))
                .map(query -> query.isEmpty() ? path : path + "?" + query)
                .toList();
    }

    private static List<String> each(Subject victim, String pattern) {
        return victim.everyId().stream().map(pattern::formatted).toList();
    }

    private static List<String> each(Subject victim, List<String> patterns) {
        return patterns.stream()
                .flatMap(pattern -> each(victim, pattern).stream())
                .toList();
    }

    private static List<String> both(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    static final Map<String, Recipe> ALL = Map.ofEntries(
            Map.entry("", victim -> filtered("/", victim)),
            Map.entry("/requests", victim -> filtered("/requests", victim)),
            Map.entry(
                    "/requests/* /([0-9a-f]{16})(/request-body|/response-body)?",
                    victim -> each(
                            victim,
                            List.of(
                                    "/requests/%s",
                                    "/requests/%s?live=0",
                                    "/requests/%s?search=" + COMMON,
                                    "/requests/%s?status=2xx&method=POST",
                                    "/requests/%s/request-body",
                                    "/requests/%s/request-body?from=0",
                                    "/requests/%s/response-body",
                                    "/requests/%s/response-body?from=0"))),
            Map.entry(
                    "/login",
                    victim -> List.of(
                            "/login", "/login?next=/requests/" + victim.ids().get(0))),
            Map.entry("/account", victim -> List.of("/account")),
            Map.entry("/logout", victim -> List.of()),
            Map.entry("/recording", victim -> List.of("/recording", "/recording?live=0")),
            Map.entry("/users", victim -> List.of("/users", "/users?user=" + victim.fingerprint())),
            Map.entry("/audit", victim -> List.of("/audit")),
            Map.entry("/preferences", victim -> List.of("/preferences")),
            Map.entry("/assets/*", victim -> List.of("/assets/x/base.css", "/assets/../WEB-INF/web.xml")),
            Map.entry("/", victim -> List.of("/nowhere/" + victim.ids().get(0), "/WEB-INF/web.xml", "/data/calls.db")),
            Map.entry("/health/*", victim -> List.of("/health/live", "/health/ready", "/health/" + victim.word())),
            Map.entry("/metrics", victim -> List.of("/metrics")),
            // The relay shows nothing that was recorded; what it answers is the upstream's.
            Map.entry("/v1/*", victim -> List.of()),
            Map.entry("/api/v1/*", victim -> List.of()),
            // Tomcat's own two servlets: files and pages that are not for the outside.
            Map.entry("*.jsp", victim -> List.of("/WEB-INF/jsp/requests.jsp", "/x.jsp")),
            Map.entry("*.jspx", victim -> List.of("/x.jspx")),
            Map.entry(
                    "GET /api/{requests: requests?}",
                    victim -> both(filtered("/api/requests", victim), filtered("/api/request", victim))),
            Map.entry(
                    "GET /api/{requests: requests?}/{id}",
                    victim -> both(each(victim, "/api/requests/%s"), each(victim, "/api/request/%s"))),
            Map.entry(
                    "GET /api/{requests: requests?}/{id}/request-body",
                    victim -> each(victim, "/api/requests/%s/request-body")),
            Map.entry(
                    "GET /api/{requests: requests?}/{id}/response-body",
                    victim -> each(victim, "/api/requests/%s/response-body")),
            Map.entry("GET /api/stats", victim -> filtered("/api/stats", victim)),
            Map.entry("GET /api/stats/series", victim -> filtered("/api/stats/series", victim)),
            Map.entry("GET /api/users", victim -> filtered("/api/users", victim)),
            Map.entry("GET /api/models", victim -> filtered("/api/models", victim)),
            Map.entry("GET /api/audit", victim -> List.of("/api/audit", "/api/audit?cursor=999&page_size=500")));

    private Recipes() {}
}
