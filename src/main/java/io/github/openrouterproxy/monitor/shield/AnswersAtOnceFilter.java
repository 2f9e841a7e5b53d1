package io.github.openrouterproxy.monitor.shield;

import io.github.openrouterproxy.monitor.access.AtOnce;
import io.github.openrouterproxy.monitor.access.ClientNetwork;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.access.ViewerSession;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * A thread waits for a client that takes its answer slowly, so that nobody has more than some of them at the same
 * time. Request threads.
 */
public final class AnswersAtOnceFilter implements Filter {
    /** Of the 64 threads of the monitor's door; a burst of quick calls is no attack. */
    private static final int OF_A_NETWORK = 48;

    private static final int OF_A_VIEWER = 32;
    private static final int TOO_MANY = 429;
    private static final String SENTENCE = "Too many answers are on their way to you at the same time.\n";
    private static final String PROBLEM = """
            {"type":"about:blank","title":"Too Many Requests","status":429,\
            "detail":"Too many answers are on their way to you at the same time."}
            """;

    private final AtOnce<String> running;
    private final Function<ServletRequest, Optional<String>> whose;

    private AnswersAtOnceFilter(int most, Function<ServletRequest, Optional<String>> whose) {
        this.running = new AtOnce<>(most);
        this.whose = whose;
    }

    /** In front of everything that answers. */
    public static AnswersAtOnceFilter ofANetwork() {
        return new AnswersAtOnceFilter(
                OF_A_NETWORK,
                request -> Optional.of(ClientNetwork.of(request.getRemoteAddr()).text()));
    }

    /** Behind the filters that know whose request it is. */
    public static AnswersAtOnceFilter ofAViewer() {
        return new AnswersAtOnceFilter(
                OF_A_VIEWER, request -> ViewerSession.viewer(request).map(Viewer::name));
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<String> counted = whose.apply(request);
        if (counted.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        try {
            if (running.begin(counted.get())) {
                chain.doFilter(request, response);
            } else {
                refuse((HttpServletRequest) request, (HttpServletResponse) response);
            }
        } finally {
            running.end(counted.get());
        }
    }

    /** So short that a socket takes it, and the last on its connection: nobody waits for who does not read it. */
    private static void refuse(HttpServletRequest request, HttpServletResponse answer) throws IOException {
        boolean ofApi = request.getServletPath().startsWith("/api");
        answer.setStatus(TOO_MANY);
        answer.setHeader("Retry-After", "1");
        answer.setHeader("Connection", "close");
        answer.setContentType(ofApi ? "application/problem+json" : "text/plain");
        answer.setCharacterEncoding("UTF-8");
        answer.getWriter().write(ofApi ? PROBLEM : SENTENCE);
    }
}
