package io.github.openrouterproxy.monitor.access;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends who is not logged in to the login page, and from there back to the page asked for. Request threads. */
public final class PageAccessFilter implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest page = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        if (ViewerSession.viewer(page).isPresent()) {
            chain.doFilter(request, response);
            return;
        }
        String login = page.getContextPath() + asked(page).viaLogin();
        if (page.getHeader("HX-Request") == null) {
            answer.setStatus(HttpServletResponse.SC_SEE_OTHER);
            answer.setHeader("Location", login);
        } else {
            // A fragment's request must not swap the login form into the page.
            answer.setHeader("HX-Refresh", "true");
        }
    }

    private static ReturnPath asked(HttpServletRequest page) {
        if (!page.getMethod().equals("GET")) {
            return ReturnPath.HOME;
        }
        String path = page.getRequestURI().substring(page.getContextPath().length());
        String query = page.getQueryString();
        return ReturnPath.of(query == null ? path : path + "?" + query);
    }
}
