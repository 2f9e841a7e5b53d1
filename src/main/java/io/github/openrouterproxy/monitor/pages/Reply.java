package io.github.openrouterproxy.monitor.pages;

import io.github.openrouterproxy.monitor.access.ReturnPath;
import io.github.openrouterproxy.monitor.login.LoginResult;

/** What a page answers; {@link PageServlet} sends it. */
sealed interface Reply {
    /** @param jsp file below {@code WEB-INF/jsp}, without its ending */
    record Show(int status, String jsp, Object view) implements Reply {
        static Show page(String jsp, Object view) {
            return new Show(200, jsp, view);
        }
    }

    /** One sentence instead of a page; {@code key} and {@code key.detail} are its words. */
    record Message(int status, String key) implements Reply {
        static final Message NOT_FOUND = new Message(404, "message.notFound");
        static final Message NOT_ALLOWED = new Message(403, "message.notAllowed");
    }

    /** Nothing has changed since the visitor last asked. */
    record Unchanged() implements Reply {}

    /**
     * Recorded text as it is, never as HTML.
     *
     * @param ending what follows it; says so where there was more
     */
    record Plain(String text, String ending) implements Reply {}

    record GoTo(ReturnPath path) implements Reply {}

    record LogIn(LoginResult.Accepted login, ReturnPath path) implements Reply {}

    /** Somebody else vouches for the visitor, who had logged out. */
    record ComeBack(ReturnPath path) implements Reply {}

    /** @param everywhere also in every other browser of the same viewer */
    record LogOut(ReturnPath path, boolean everywhere) implements Reply {}

    /** Something was changed for everybody; the audit says what. */
    record Changed(String detail, ReturnPath path) implements Reply {}

    /** Keeps a preference in a cookie. */
    record Remember(String name, String value, ReturnPath path) implements Reply {}
}
