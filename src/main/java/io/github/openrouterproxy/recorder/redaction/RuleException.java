package io.github.openrouterproxy.recorder.redaction;

/** The file of rules cannot be used; the message names every wrong line and is fit to refuse the start with. */
public final class RuleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RuleException(String message) {
        super(message);
    }
}
