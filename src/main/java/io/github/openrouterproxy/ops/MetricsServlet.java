package io.github.openrouterproxy.ops;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /metrics}: figures about the process and about all calls together. No login, and nothing about anyone. Request
 * threads.
 */
public final class MetricsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(MetricsServlet.class);
    private static final String TYPE = "text/plain; version=0.0.4";

    private final transient List<Source> sources;

    public MetricsServlet(List<Source> sources) {
        this.sources = List.copyOf(sources);
    }

    /** Tells some metrics; quick, and any thread may ask. */
    @FunctionalInterface
    public interface Source {
        void tell(MetricsText text);
    }

    /** Would give back what the request bore, and with it its key. */
    @Override
    protected void doTrace(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType(TYPE);
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getWriter().write(text());
    }

    String text() {
        StringBuilder all = new StringBuilder();
        for (Source source : sources) {
            MetricsText text = new MetricsText();
            try {
                source.tell(text);
            } catch (RuntimeException e) {
                LOG.warn("some metrics cannot be told", e);
                continue;
            }
            all.append(text);
        }
        return all.toString();
    }
}
