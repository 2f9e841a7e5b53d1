package io.github.openrouterproxy.relay.upstream;

import io.github.openrouterproxy.relay.upstream.UpstreamFailure.Kind;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The one place where the client's exceptions are translated. */
final class UpstreamFailures {
    private UpstreamFailures() {}

    static UpstreamFailure of(@Nullable Throwable failure, boolean headCame, boolean reused) {
        if (failure == null) {
            return new UpstreamFailure(Kind.BROKEN_OFF, "the upstream broke off");
        }
        if (failure instanceof RejectedExecutionException) {
            return new UpstreamFailure(Kind.OVERLOADED, "too many calls are waiting for the upstream");
        }
        if (headCame) {
            return new UpstreamFailure(Kind.BROKEN_OFF, "the upstream broke off before the end: " + reason(failure));
        }
        return new UpstreamFailure(Kind.UNREACHABLE, "the upstream cannot be reached: " + reason(failure), reused);
    }

    private static String reason(Throwable failure) {
        if (failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException) {
            return "its host name is unknown";
        }
        if (failure instanceof SSLException) {
            return "TLS: " + failure.getMessage();
        }
        String message = failure.getMessage();
        String kind = failure.getClass().getSimpleName();
        return message == null ? kind : kind + ": " + message;
    }
}
