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

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String name;
    private final int port;
    private final @Nullable String key;
    private final HttpClient browser;

    private Visitor(String name, int port, @Nullable String key, HttpClient browser) {
        this.name = name;
        this.port = port;
        this.key = key;
        this.browser = browser;
    }

    static Visitor nobody(int port) {
        return new Visitor("nobody", port, null, browser());
    }

    private static HttpClient browser() {
        return HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    }

    /** The same browser, which does not show the key to the API either. */
    Visitor withSessionAlone() {
        return new Visitor(name + "'s browser", port, null, browser);
    }

    static Visitor loggedIn(String name, int port, String key) throws IOException, InterruptedException {
        Visitor visitor = new Visitor(name, port, key, browser());
        int status = visitor.submit("/login", "key=" + URLEncoder.encode(key, StandardCharsets.UTF_8));
        if (status != 303) {
            throw new IllegalStateException(name + " was not let in: " + status);
        }
        return visitor;
    }

    /** Sends a form as the page of that path would. */
    int submit(String path, String fields) throws IOException, InterruptedException {
        return post(path, fields).statusCode();
    }

    /** Sends a form, with the token that the site gave this browser. */
    HttpResponse<String> post(String path, String fields) throws IOException, InterruptedException {
        // Who is logged in has a form there, and everybody else here.
        Matcher token = TOKEN.matcher(get("/account").body() + get("/login").body());
        if (!token.find()) {
            throw new IllegalStateException("the site gave " + name + " no token");
        }
        HttpRequest form = HttpRequest.newBuilder(address(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("csrf=" + token.group(1) + "&" + fields))
                .build();
        return send(form);
    }

    String name() {
        return name;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return ask("GET", path);
    }

    HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address(path)).timeout(PATIENCE).method(method, BodyPublishers.noBody());
        if (key != null && path.startsWith("/api/")) {
            request.header("Authorization", "Bearer " + key);
        }
        return send(request.build());
    }

    /** Again, when the connection had been closed after a body that nobody read. */
    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try {
            return browser.send(request, BodyHandlers.ofString());
        } catch (IOException closed) {
            return browser.send(request, BodyHandlers.ofString());
        }
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
