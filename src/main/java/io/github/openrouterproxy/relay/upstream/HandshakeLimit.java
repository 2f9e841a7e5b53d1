package io.github.openrouterproxy.relay.upstream;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.NegotiatingClientConnection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.util.thread.Scheduler;

/** How long a handshake of TLS may take: Jetty bounds the making of a connection, but not what is said first on it. */
final class HandshakeLimit implements SslHandshakeListener {
    private static final String LATE = "no handshake of TLS in time";

    private final Scheduler.Task end;

    private HandshakeLimit(Scheduler.Task end) {
        this.end = end;
    }

    /** Closes that connection, which is new, unless the handshake is over in time. */
    static void set(SslConnection connection, Scheduler scheduler, Duration longest) {
        connection.addHandshakeListener(new HandshakeLimit(
                scheduler.schedule(() -> close(connection), longest.toMillis(), TimeUnit.MILLISECONDS)));
    }

    private static void close(SslConnection connection) {
        if (connection.getSslEndPoint().getConnection() instanceof NegotiatingClientConnection negotiating) {
            // Closed by its end point alone, it would tell those that wait for it nothing.
            var unused = negotiating.onIdleExpired(new TimeoutException(LATE));
        }
        connection.getEndPoint().close(new SocketTimeoutException(LATE));
    }

    @Override
    public void handshakeSucceeded(Event event) {
        end.cancel();
    }

    @Override
    public void handshakeFailed(Event event, Throwable failure) {
        end.cancel();
    }
}
