package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.config.VouchingSettings;
import io.github.openrouterproxy.monitor.access.Viewer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names that somebody else vouches for: the container with its realm and roles, or a reverse proxy with a header. Both
 * are off unless set. Only administrators and auditors come in so, since calls belong to keys. Request threads.
 */
public final class VouchedNames {
    /** Roles of the container's users. */
    public static final String ADMINISTRATOR = "openrouter-admin";

    public static final String AUDITOR = "openrouter-auditor";

    private static final Logger log = LoggerFactory.getLogger(VouchedNames.class);
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} @._+-]{0,99}");

    /** Set by Tomcat's RemoteIpValve and RemoteIpFilter. */
    private static final List<String> TOLD =
            List.of("org.apache.tomcat.request.forwarded", "org.apache.catalina.AccessLog.RemoteAddr");

    private final VouchingSettings settings;

    public VouchedNames(VouchingSettings settings) {
        this.settings = settings;
    }

    /** Whether there is a form for names and passwords. */
    public boolean byPassword() {
        return settings.container();
    }

    /** Whom this request comes from, as far as somebody trusted says so. */
    public Optional<Viewer> viewer(HttpServletRequest request) {
        return ofContainer(request).or(() -> ofProxy(request));
    }

    /** Asks the container's realm. The name lasts for this request only. */
    public Optional<Viewer> byPassword(HttpServletRequest request, String name, String password) {
        if (!settings.container()) {
            return Optional.empty();
        }
        try {
            request.login(name, password);
            Optional<Viewer> viewer = ofContainer(request);
            // From here on our session decides, which can be ended; the container's would outlive it.
            request.logout();
            return viewer;
        } catch (ServletException e) {
            log.debug("The container's realm refused a name");
            return Optional.empty();
        }
    }

    private Optional<Viewer> ofContainer(HttpServletRequest request) {
        if (!settings.container()) {
            return Optional.empty();
        }
        Principal principal = request.getUserPrincipal();
        if (principal == null) {
            return Optional.empty();
        }
        return named(principal.getName(), request.isUserInRole(ADMINISTRATOR), request.isUserInRole(AUDITOR));
    }

    private Optional<Viewer> ofProxy(HttpServletRequest request) {
        String header = settings.header();
        if (header == null || isAddressTold(request) || !isTrusted(request.getRemoteAddr())) {
            return Optional.empty();
        }
        List<String> names = Collections.list(request.getHeaders(header));
        // A second line is the client's own, which the proxy has left in: nobody knows which is whose.
        if (names.size() != 1) {
            return Optional.empty();
        }
        String name = names.get(0);
        return named(
                name,
                settings.administrators().contains(name),
                settings.auditors().contains(name));
    }

    private boolean isTrusted(String address) {
        return settings.proxies().stream().anyMatch(range -> range.contains(address));
    }

    /** Whether a valve put in the address that a header tells: that may be anybody's, also a trusted proxy's. */
    private static boolean isAddressTold(HttpServletRequest request) {
        return TOLD.stream().anyMatch(attribute -> request.getAttribute(attribute) != null);
    }

    private static Optional<Viewer> named(String name, boolean administrator, boolean auditor) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        if (administrator) {
            return Optional.of(new Viewer.Administrator(name));
        }
        return auditor ? Optional.of(new Viewer.Auditor(name)) : Optional.empty();
    }
}
