package io.github.openrouterproxy.exchange;

/** Status and headers of an answer, as the upstream sent them. */
public record ResponseHead(int status, Headers headers) {
    private static final int FIRST_FAILURE_STATUS = 400;

    /** Whether the status says that the request failed, whoever's fault it is. */
    public boolean isFailure() {
        return status >= FIRST_FAILURE_STATUS;
    }
}
