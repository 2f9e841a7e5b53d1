package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.audit.AuditAction;
import io.github.openrouterproxy.monitor.access.BadParameterException;
import io.github.openrouterproxy.monitor.access.Departure;
import io.github.openrouterproxy.monitor.access.ReadingRoomFilter;
import io.github.openrouterproxy.monitor.access.ReturnPath;
import io.github.openrouterproxy.monitor.access.RoomFullException;
import io.github.openrouterproxy.monitor.access.TooMuchLentException;
import io.github.openrouterproxy.monitor.access.Viewer;
import io.github.openrouterproxy.monitor.access.ViewerSession;
import io.github.openrouterproxy.monitor.audit.TakenAwayFilter;
import io.github.openrouterproxy.monitor.text.Texts;
import io.github.openrouterproxy.monitor.views.MessageView;
import io.github.openrouterproxy.monitor.views.RecordingView;
import io.github.openrouterproxy.monitor.views.Ui;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries requests to one {@link Page} and sends its replies. Request threads. */
final class PageServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(PageServlet.class);

    /** What a browser says of a form that another site has sent; many browsers say nothing. */
    private static final Set<String> FOREIGN = Set.of("same-site", "cross-site");

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "OPTIONS");

    private final transient Page page;
    private final transient PageParts parts;

    PageServlet(Page page, PageParts parts) {
        this.page = page;
        this.parts = parts;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        answer(request, response, new Preferences(request, response), page::read);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Preferences preferences = new Preferences(request, response);
        boolean ours = !FOREIGN.contains(
                        Optional.ofNullable(request.getHeader("Sec-Fetch-Site")).orElse(""))
                && parts.csrf().matches(parameter(request, "csrf"), preferences.formsOf(parts.csrf()));
        answer(
                request,
                response,
                preferences,
                ours ? page::submit : visit -> new Reply.Message(403, "message.staleForm"));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (METHODS.contains(request.getMethod())) {
            super.service(request, response);
            return;
        }
        response.setHeader("Allow", String.join(", ", METHODS));
        Preferences preferences = new Preferences(request, response);
        answer(asRead(request), response, preferences, visit -> new Reply.Message(405, "message.noSuchMethod"));
    }

    // A JSP file that is asked with another method answers 405 itself, without a word.
    private static HttpServletRequest asRead(HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public String getMethod() {
                return "GET";
            }
        };
    }

    private void answer(
            HttpServletRequest request,
            HttpServletResponse response,
            Preferences preferences,
            Function<Visit, Reply> asked)
            throws ServletException, IOException {
        Ui ui = ui(request, preferences);
        Visit visit = visit(request, ui);
        Reply reply;
        try {
            if (request.getMethod().equals("POST") && request.getQueryString() != null) {
                // Else addresses with a key in them would come into use, and every proxy's log would have it.
                throw new BadParameterException("?", "none beside a form");
            }
            reply = asked.apply(visit);
        } catch (BadParameterException e) {
            reply = new Reply.Show(400, "message", MessageView.badParameter(ui, e.parameter()));
        } catch (RoomFullException e) {
            log.warn("A page was not made: {}", e.getMessage());
            response.setHeader("Retry-After", RoomFullException.RETRY_AFTER_SECONDS);
            reply = new Reply.Message(503, "message.busy");
        } catch (TooMuchLentException e) {
            response.setHeader("Retry-After", RoomFullException.RETRY_AFTER_SECONDS);
            reply = new Reply.Message(429, "message.tooMuch");
        } catch (DatabaseException e) {
            log.warn("A page could not ask the database", e);
            reply = new Reply.Message(
                    503, parts.storage().refusing() ? "message.noDatabase.refusing" : "message.noDatabase");
        } catch (RuntimeException e) {
            log.error("A page failed", e);
            reply = new Reply.Message(500, "message.failed");
        }
        send(reply, ui, request, response);
    }

    private Visit visit(HttpServletRequest request, Ui ui) {
        return new Visit(
                ui,
                Optional.ofNullable(request.getPathInfo()).orElse(""),
                name -> parameter(request, name),
                request.getRemoteAddr(),
                parts.relayAddress().seenFrom(request),
                ReadingRoomFilter.seat(request),
                (name, password) -> parts.names().byPassword(request, name, password),
                () -> parts.names().viewer(request),
                request.getRequestedSessionId() != null && !request.isRequestedSessionIdValid());
    }

    private Ui ui(HttpServletRequest request, Preferences preferences) {
        return new Ui(
                request.getContextPath(),
                Texts.in(preferences.language()),
                preferences.theme(),
                ViewerSession.viewer(request).orElse(null),
                parts.csrf().tokenFor(preferences.formsOf(parts.csrf())),
                here(request),
                parts.clock().instant(),
                name -> request.getContextPath() + parts.assets().path(name));
    }

    /** Tomcat 11 throws where percent-encoding is wrong, Tomcat 10.1 leaves such a parameter out; so do we. */
    private static @Nullable String parameter(HttpServletRequest request, String name) {
        try {
            return request.getParameter(name);
        } catch (IllegalStateException e) {
            log.debug("A query cannot be decoded", e);
            return null;
        }
    }

    private static String here(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        String query = request.getQueryString();
        return request.getMethod().equals("GET") ? query == null ? path : path + "?" + query : "/";
    }

    private void send(Reply reply, Ui ui, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (reply instanceof Reply.Show show) {
            show(show, ui, request, response);
        } else if (reply instanceof Reply.Message message) {
            MessageView view = MessageView.of(message.status(), ui, message.key());
            show(new Reply.Show(message.status(), "message", view), ui, request, response);
        } else if (reply instanceof Reply.Unchanged) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else if (reply instanceof Reply.Plain plain) {
            takeAway(plain, request, response);
        } else if (reply instanceof Reply.GoTo there) {
            redirect(there.path(), request, response);
        } else if (reply instanceof Reply.LogIn in) {
            parts.sessions().begin(request, in.login());
            audit(AuditAction.LOGIN, in.login().viewer(), request, null);
            redirect(in.path(), request, response);
        } else if (reply instanceof Reply.LogOut logout) {
            ViewerSession.viewer(request).ifPresent(viewer -> logOut(viewer, logout.everywhere(), request));
            if (parts.names().viewer(request).isPresent()) {
                Departure.note(request, response);
            }
            redirect(logout.path(), request, response);
        } else if (reply instanceof Reply.ComeBack back) {
            Departure.forget(request, response);
            redirect(back.path(), request, response);
        } else if (reply instanceof Reply.Changed changed) {
            ViewerSession.viewer(request)
                    .ifPresent(viewer -> audit(AuditAction.CHANGE, viewer, request, changed.detail()));
            redirect(changed.path(), request, response);
        } else if (reply instanceof Reply.Remember remembered) {
            new Preferences(request, response).remember(remembered.name(), remembered.value());
            redirect(remembered.path(), request, response);
        }
    }

    /** Audited as a download is: whoever has the page has the body. */
    private void takeAway(Reply.Plain plain, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String taken = TakenAwayFilter.path(request);
        ViewerSession.viewer(request).ifPresent(viewer -> audit(AuditAction.DOWNLOAD, viewer, request, taken));
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'");
        response.getWriter().write(plain.text());
        response.getWriter().write(plain.ending());
    }

    private void logOut(Viewer viewer, boolean everywhere, HttpServletRequest request) {
        if (everywhere) {
            parts.sessions().endAll(viewer);
        }
        parts.sessions().end(request);
        audit(everywhere ? AuditAction.LOGOUT_EVERYWHERE : AuditAction.LOGOUT, viewer, request, null);
    }

    private void audit(AuditAction action, Viewer viewer, HttpServletRequest request, @Nullable String detail) {
        parts.audit().add(action, viewer, request.getRemoteAddr(), detail);
    }

    private void show(Reply.Show show, Ui ui, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setStatus(show.status());
        response.setContentType("text/html;charset=UTF-8");
        request.setAttribute("ui", ui);
        request.setAttribute("view", show.view());
        request.setAttribute(
                "recording",
                RecordingView.of(parts.recording().read(), ui, parts.storage().refusing()));
        request.setAttribute("plainKeys", parts.storage().plainKeys());
        request.setAttribute("sealedBodies", parts.storage().sealedBodies());
        request.getRequestDispatcher("/WEB-INF/jsp/" + show.jsp() + ".jsp").forward(request, response);
    }

    private static void redirect(ReturnPath path, HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", request.getContextPath() + path.value());
    }
}
