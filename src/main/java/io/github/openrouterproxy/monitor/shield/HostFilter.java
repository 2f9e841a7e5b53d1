package io.github.openrouterproxy.monitor.shield;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses requests for a host that this is not. A foreign page can point a name of its own at the loopback address, and
 * its scripts may then read what is answered there (DNS rebinding); what they cannot do is send another {@code Host}.
 * Request threads.
 */
public final class HostFilter implements Filter {
    private static final int MISDIRECTED = 421;
    private static final Pattern ADDRESS =
            Pattern.compile("\\[?[0-9a-f:.]*:[0-9a-f:.]*\\]?|\\d{1,3}(?:\\.\\d{1,3}){3}");

    private final Set<String> allowed;

    /** @param allowed names in lower case; empty: on a loopback address local names only, elsewhere every name */
    public HostFilter(Set<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (accepts(request.getServerName().toLowerCase(Locale.ROOT), request.getLocalAddr())) {
            chain.doFilter(request, response);
            return;
        }
        HttpServletResponse answer = (HttpServletResponse) response;
        answer.setStatus(MISDIRECTED);
        answer.setContentType("text/plain;charset=UTF-8");
        answer.getWriter().write("This host name is not served here. ALLOWED_HOSTS lists those that are.\n");
    }

    boolean accepts(String host, String localAddress) {
        boolean here = host.equals("localhost")
                || host.endsWith(".localhost")
                || ADDRESS.matcher(host).matches();
        if (here || allowed.contains(host) || allowed.contains("*")) {
            return true;
        }
        return allowed.isEmpty() && !isLoopback(localAddress);
    }

    /** The address is a literal: nothing is looked up. */
    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return true;
        }
    }
}
