package io.github.openrouterproxy.monitor.shield;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The site's forms are small; nobody needs to send it more, nor a body of unknown length. Request threads. */
public final class BodyLimitFilter implements Filter {
    private static final long LARGEST = 64 << 10;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse answer = (HttpServletResponse) response;
        boolean unknown = request.getContentLengthLong() < 0
                && ((jakarta.servlet.http.HttpServletRequest) request).getHeader("Transfer-Encoding") != null;
        if (unknown) {
            answer.setStatus(HttpServletResponse.SC_LENGTH_REQUIRED);
        } else if (request.getContentLengthLong() > LARGEST) {
            answer.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        } else {
            chain.doFilter(request, response);
        }
    }
}
