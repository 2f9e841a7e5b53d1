package io.github.openrouterproxy.monitor.audit;

import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.monitor.access.ClientNetwork;
import io.github.openrouterproxy.monitor.access.ExchangeQuery;
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
import java.time.Clock;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes down every answer that is a file to keep, whichever page or call gives it, and once an hour what somebody who
 * is known was refused at an endpoint: to change or to see what is not theirs, or a form that did not come from this
 * site. Request threads.
 */
public final class TakenAwayFilter implements Filter {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    /** Of a word that only ends so, such as "task-", nobody makes a key; of the long beginnings no word is made. */
    private static final Pattern KEY = Pattern.compile("(?:(?<![A-Za-z])(?:sk-|ek_)|sk-(?:or-v1|ant|proj)-)[\\w-]{8,}");

    private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");
    private static final Pattern SEGMENT = Pattern.compile("[^/]+");
    private static final Pattern ENCODED = Pattern.compile("%([0-9A-Fa-f]{2})");
    /** As often as somebody may have encoded it again. */
    private static final int DEEPEST = 4;

    private final AuditTrail trail;
    private final Hourly<Refusal> refusals;

    public TakenAwayFilter(AuditTrail trail, Clock clock) {
        this.trail = trail;
        this.refusals = new Hourly<>(clock);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } finally {
            // Also when the client left half-way: what came is with them.
            noteTaken((HttpServletRequest) request, (HttpServletResponse) response);
            noteRefused((HttpServletRequest) request, (HttpServletResponse) response);
        }
    }

    private void noteTaken(HttpServletRequest request, HttpServletResponse response) {
        String disposition = response.getHeader("Content-Disposition");
        if (disposition == null || !disposition.startsWith("attachment")) {
            return;
        }
        String path = path(request);
        AuditAction action = path.endsWith("/export") ? AuditAction.EXPORT : AuditAction.DOWNLOAD;
        String taken = path + query(request);
        ViewerSession.viewer(request).ifPresent(viewer -> trail.add(action, viewer, request.getRemoteAddr(), taken));
    }

    private void noteRefused(HttpServletRequest request, HttpServletResponse response) {
        if (response.getStatus() != HttpServletResponse.SC_FORBIDDEN) {
            return;
        }
        String what = request.getMethod() + " " + path(request);
        ViewerSession.viewer(request)
                .filter(viewer -> refusals.passes(viewer, Refusal.of(viewer, request)))
                .ifPresent(viewer -> trail.add(AuditAction.REFUSED, viewer, request.getRemoteAddr(), what));
    }

    /** The servlet, not the path, and no method that was made up: of those there are ever so many. */
    private record Refusal(Viewer viewer, ClientNetwork network, String servlet, String method) {
        static Refusal of(Viewer viewer, HttpServletRequest request) {
            return new Refusal(
                    viewer,
                    ClientNetwork.of(request.getRemoteAddr()),
                    request.getHttpServletMapping().getServletName(),
                    METHODS.contains(request.getMethod()) ? request.getMethod() : "other");
        }
    }

    /** What was asked for, without what stands there beside it: that may be a key. */
    public static String path(HttpServletRequest request) {
        String path = PARAMETERS.matcher(request.getRequestURI()).replaceAll("");
        return SEGMENT.matcher(path).replaceAll(segment -> Matcher.quoteReplacement(withoutKey(segment.group())));
    }

    /** Of what is encoded nothing is left, or else it would have to be told how. */
    private static String withoutKey(String segment) {
        String read = segment;
        for (int level = 0; level < DEEPEST && read.indexOf('%') >= 0; level++) {
            read = ENCODED.matcher(read).replaceAll(TakenAwayFilter::octet);
            if (KEY.matcher(read).find()) {
                return "…";
            }
        }
        return KEY.matcher(segment).replaceAll("…");
    }

    private static String octet(MatchResult encoded) {
        return Matcher.quoteReplacement(Character.toString(Integer.parseInt(encoded.group(1), 16)));
    }

    private static String query(HttpServletRequest request) {
        String query = request.getQueryString();
        if (query == null) {
            return "";
        }
        String kept = Arrays.stream(query.split("&"))
                .filter(parameter -> isKept(parameter.replaceFirst("=.*", "")))
                .collect(Collectors.joining("&"));
        return kept.isEmpty() ? "" : "?" + kept;
    }

    /** Any text, or anything unknown, may be a key. */
    private static boolean isKept(String parameter) {
        return parameter.equals("format")
                || (ExchangeQuery.FILTER_PARAMETERS.contains(parameter)
                        && !ExchangeQuery.FREE_PARAMETERS.contains(parameter));
    }
}
