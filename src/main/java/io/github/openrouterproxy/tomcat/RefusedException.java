package io.github.openrouterproxy.tomcat;

/** A door that cannot be opened; the message is for the person who starts the server. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
