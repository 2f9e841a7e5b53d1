package io.github.openrouterproxy.isolation;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A browser with its session, and the same somebody's key for the API. */
final class Visitor {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([0-9a-f]+)\"");

    private final String name;
    private final int port;
    private final @Nullable String key;
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    private Visitor(String name, int port, @Nullable String key) {
        this.name = name;
        this.port = port;
        this.key = key;
    }

    static Visitor nobody(int port) {
        return new Visitor("nobody", port, null);
    }

    static Visitor loggedIn(String name, int port, String key) throws IOException, InterruptedException {
        Visitor visitor = new Visitor(name, port, key);
        int status = visitor.submit("/login", "key=" + URLEncoder.encode(key, StandardCharsets.UTF_8));
        if (status != 303) {
            throw new IllegalStateException(name + " was not let in: " + status);
        }
        return visitor;
    }

    /** Sends a form as the page of that path would. */
    int submit(String path, String fields) throws IOException, InterruptedException {
        Matcher token = TOKEN.matcher(get(path).body());
        if (!token.find()) {
            throw new IllegalStateException("no form on " + path);
        }
        HttpRequest form = HttpRequest.newBuilder(address(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("csrf=" + token.group(1) + "&" + fields))
                .build();
        return browser.send(form, BodyHandlers.ofString()).statusCode();
    }

    String name() {
        return name;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path)).timeout(Duration.ofSeconds(20));
        if (key != null && path.startsWith("/api/")) {
            request.header("Authorization", "Bearer " + key);
        }
        return browser.send(request.build(), BodyHandlers.ofString());
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
