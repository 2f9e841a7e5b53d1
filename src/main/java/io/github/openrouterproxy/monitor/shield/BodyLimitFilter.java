package io.github.openrouterproxy.monitor.shield;

import io.github.openrouterproxy.monitor.access.AtOnce;
import io.github.openrouterproxy.monitor.access.ClientNetwork;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * The site's forms are small; nobody needs to send it more, nor a body of unknown length. A thread waits for a body
 * that comes slowly, so that only some of them are read at the same time, and few from one network: whoever only looks
 * is never kept waiting by them. Request threads.
 */
public final class BodyLimitFilter implements Filter {
    private static final long LARGEST = 64 << 10;
    private static final int AT_ONCE = 32;
    private static final int AT_ONCE_FROM_ONE = 8;

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final AtOnce<ClientNetwork> reading = new AtOnce<>(AT_ONCE_FROM_ONE);

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse answer = (HttpServletResponse) response;
        long length = request.getContentLengthLong();
        if (length < 0 && mayHaveBody((HttpServletRequest) request)) {
            answer.setStatus(HttpServletResponse.SC_LENGTH_REQUIRED);
        } else if (length > LARGEST) {
            answer.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        } else if (length <= 0) {
            chain.doFilter(request, response);
        } else {
            inTurn(request, answer, chain);
        }
    }

    /** HTTP/2 says nowhere in a head that a body of unknown length follows. */
    private static boolean mayHaveBody(HttpServletRequest request) {
        return request.getHeader("Transfer-Encoding") != null
                || ("HTTP/2.0".equals(request.getProtocol()) && WITH_BODY.contains(request.getMethod()));
    }

    private void inTurn(ServletRequest request, HttpServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        if (!slots.tryAcquire()) {
            tooMany(answer);
            return;
        }
        ClientNetwork network = ClientNetwork.of(request.getRemoteAddr());
        try {
            if (reading.begin(network)) {
                chain.doFilter(request, answer);
            } else {
                tooMany(answer);
            }
        } finally {
            reading.end(network);
            slots.release();
        }
    }

    private static void tooMany(HttpServletResponse answer) {
        answer.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        answer.setHeader("Retry-After", "1");
        answer.setHeader("Connection", "close");
    }
}
