package io.github.openrouterproxy.ops;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /health/live}: the process answers. {@code /health/ready}: it can do its work; 503 when it cannot. No login,
 * and nothing about anyone. Map it to {@code /health/*}. Request threads.
 */
public final class HealthServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(HealthServlet.class);

    private final transient List<Check> checks;

    public HealthServlet(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    /**
     * Something the work depends on.
     *
     * @param name a plain word, shown to everyone
     */
    public record Check(String name, Probe probe) {}

    /** Asks quickly; an exception is a no. */
    @FunctionalInterface
    public interface Probe {
        boolean passes();
    }

    /** Would give back what the request bore, and with it its key. */
    @Override
    protected void doTrace(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        switch (path) {
            case "/live" -> send(response, HttpServletResponse.SC_OK, json(true, Map.of()));
            case "/ready" -> {
                Map<String, Boolean> results = results();
                boolean ready = !results.containsValue(false);
                int status = ready ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE;
                send(response, status, json(ready, results));
            }
            default -> response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    Map<String, Boolean> results() {
        Map<String, Boolean> results = new LinkedHashMap<>();
        checks.forEach(check -> results.put(check.name(), passes(check)));
        return results;
    }

    static String json(boolean up, Map<String, Boolean> results) {
        String details = results.entrySet().stream()
                .map(result -> "\"" + result.getKey() + "\":\"" + word(result.getValue()) + "\"")
                .collect(Collectors.joining(","));
        return "{\"status\":\"" + word(up) + "\"" + (results.isEmpty() ? "" : ",\"checks\":{" + details + "}") + "}";
    }

    private static boolean passes(Check check) {
        try {
            return check.probe().passes();
        } catch (RuntimeException e) {
            log.warn("Not ready: {}", check.name(), e);
            return false;
        }
    }

    private static String word(boolean up) {
        return up ? "up" : "down";
    }

    private static void send(HttpServletResponse response, int status, String json) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getWriter().write(json);
    }
}
