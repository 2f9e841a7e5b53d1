package io.github.openrouterproxy.relay.upstream;

import io.github.openrouterproxy.relay.upstream.UpstreamFailure.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.RetryableRequestException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http2.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where the client's exceptions are translated. */
final class UpstreamFailures {
    /** All that the client tells of a stream that was reset with that code. */
    private static final String REFUSED_STREAM = ErrorCode.toString(ErrorCode.REFUSED_STREAM_ERROR.code, "");

    private static final Logger LOG = LoggerFactory.getLogger(UpstreamFailures.class);

    private UpstreamFailures() {}

    /**
     * @param withoutHead what it is if no head came, unless the failure itself tells more
     * @param leftOut what it is if the upstream took leave of the connection and left the call out
     */
    static UpstreamFailure of(@Nullable Throwable failure, boolean headCame, Kind withoutHead, Kind leftOut) {
        if (failure == null) {
            return new UpstreamFailure(Kind.BROKEN_OFF, "the upstream broke off");
        }
        LOG.debug("The upstream failed", failure);
        if (failure instanceof RejectedExecutionException) {
            return new UpstreamFailure(Kind.OVERLOADED, "too many calls are waiting for the upstream");
        }
        if (failure instanceof HttpResponseException told
                && String.valueOf(told.getMessage()).contains("CONNECT")) {
            return refusedByProxy(told.getResponse().getStatus());
        }
        String reason = reason(failure);
        if (headCame) {
            return new UpstreamFailure(Kind.BROKEN_OFF, "the upstream broke off before the end: " + reason);
        }
        if (isNotHttp(failure)) {
            return notUnderstood(reason);
        }
        return new UpstreamFailure(wordOf(failure, withoutHead, leftOut), "the upstream cannot be reached: " + reason);
    }

    /**
     * What an answer comes to nothing for, as its head tells; null if it is one for the client.
     *
     * @param byProxy whether a proxy on the way has a say in it
     */
    static @Nullable UpstreamFailure ofHead(Response response, boolean byProxy) {
        int status = response.getStatus();
        if (byProxy && status == HttpStatus.PROXY_AUTHENTICATION_REQUIRED_407) {
            return deniedByProxy();
        }
        if (status == HttpStatus.SWITCHING_PROTOCOLS_101) {
            // Nobody asked for it, and the client would take whatever follows for another protocol.
            return notUnderstood("it switches protocols");
        }
        return isCodedForTheWay(response) ? notUnderstood("its body is coded as nobody asked for") : null;
    }

    /**
     * Chunks are undone on the way; what else was done to the body for the way, without a {@code TE} that asked for it
     * (RFC 9112, section 7.4), the client would not hear of.
     */
    private static boolean isCodedForTheWay(Response response) {
        return response.getHeaders().getValuesList(HttpHeader.TRANSFER_ENCODING).stream()
                .anyMatch(coding -> !coding.strip().equalsIgnoreCase("chunked"));
    }

    private static UpstreamFailure notUnderstood(String reason) {
        return new UpstreamFailure(Kind.INVALID, "the upstream's answer cannot be understood: " + reason);
    }

    /** The proxy on the way wants another name or password than {@code UPSTREAM_PROXY} has. */
    private static UpstreamFailure deniedByProxy() {
        String reason = "the proxy on the way asks for other credentials than UPSTREAM_PROXY has";
        return new UpstreamFailure(Kind.BARRED, "the upstream cannot be reached: " + reason);
    }

    private static UpstreamFailure refusedByProxy(int status) {
        if (status == HttpStatus.PROXY_AUTHENTICATION_REQUIRED_407) {
            return deniedByProxy();
        }
        String reason = "the proxy on the way answered " + status;
        return new UpstreamFailure(
                HttpStatus.isClientError(status) ? Kind.BARRED : Kind.UNREACHABLE,
                "the upstream cannot be reached: " + reason);
    }

    /** In our own words: the client's messages tell of its insides, of addresses and ports. */
    private static String reason(Throwable failure) {
        if (failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException) {
            return "its host name is unknown";
        }
        if (failure instanceof AddressLookups.LateException) {
            return "nobody told its address in time";
        }
        if (failure instanceof SSLException) {
            return "TLS failed, " + failure.getMessage();
        }
        if (failure instanceof SocketTimeoutException || failure instanceof TimeoutException) {
            return "it did not accept the connection in time";
        }
        if (failure instanceof NoRouteToHostException) {
            return "there is no route to it";
        }
        if (failure instanceof ConnectException) {
            return "it refused the connection";
        }
        if (isNotHttp(failure)) {
            return "it is not HTTP";
        }
        if (isRefusedStream(failure)) {
            return "it refused the call unseen";
        }
        if (failure instanceof IOException || failure instanceof RetryableRequestException) {
            return "it closed the connection";
        }
        return "an unexpected " + failure.getClass().getSimpleName();
    }

    /** Whether a connection was refused or broken off at once, and not only after waiting for it. */
    static boolean isTurnedAway(@Nullable Throwable failure) {
        return failure instanceof IOException
                && !(failure instanceof SSLException
                        || failure instanceof InterruptedIOException
                        || failure instanceof UnknownHostException);
    }

    /** The upstream's own (RFC 9113, section 8.7): a GOAWAY that leaves the call out, or a refusal. */
    private static Kind wordOf(Throwable failure, Kind otherwise, Kind leftOut) {
        if (isRefusedStream(failure)) {
            return Kind.TURNED_AWAY;
        }
        return failure instanceof RetryableRequestException ? leftOut : otherwise;
    }

    private static boolean isRefusedStream(Throwable failure) {
        return failure instanceof IOException && REFUSED_STREAM.equals(failure.getMessage());
    }

    private static boolean isNotHttp(Throwable failure) {
        // its parser's assertions, where they are enabled
        return failure instanceof HttpResponseException || failure instanceof HttpException || failure instanceof Error;
    }
}
