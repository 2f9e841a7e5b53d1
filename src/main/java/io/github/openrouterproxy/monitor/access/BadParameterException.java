package io.github.openrouterproxy.monitor.access;

/** A query parameter that cannot be understood; the message names it, its value's accepted form, and nothing else. */
public final class BadParameterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String parameter;

    public BadParameterException(String parameter, String accepted) {
        super(parameter + " must be " + accepted);
        this.parameter = parameter;
    }

    public String parameter() {
        return parameter;
    }
}
