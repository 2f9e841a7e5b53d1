package io.github.openrouterproxy.relay.upstream;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.io.NegotiatingClientConnection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.util.thread.Scheduler;

/** How long a handshake of TLS may take: Jetty bounds the making of a connection, but not what is said first on it. */
final class HandshakeLimit implements SslHandshakeListener {
    private static final String LATE = "no handshake of TLS in time";

    private final Runnable whenLate;
    private final Scheduler.Task end;
    /** Of the handshake's end and its time's, only the first counts: what has begun to run cannot be cancelled. */
    private final AtomicBoolean decided = new AtomicBoolean();

    /** @param whenLate runs unless the handshake is over in time */
    HandshakeLimit(Runnable whenLate, Scheduler scheduler, Duration longest) {
        this.whenLate = whenLate;
        this.end = scheduler.schedule(this::timeIsUp, longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Closes that connection, which is new, unless the handshake is over in time. */
    static void set(SslConnection connection, Scheduler scheduler, Duration longest) {
        connection.addHandshakeListener(new HandshakeLimit(() -> close(connection), scheduler, longest));
    }

    private static void close(SslConnection connection) {
        if (connection.getSslEndPoint().getConnection() instanceof NegotiatingClientConnection negotiating) {
            // Closed by its end point alone, it would tell those that wait for it nothing.
            var unused = negotiating.onIdleExpired(new TimeoutException(LATE));
        }
        connection.getEndPoint().close(new SocketTimeoutException(LATE));
    }

    private void timeIsUp() {
        if (decided.compareAndSet(false, true)) {
            whenLate.run();
        }
    }

    @Override
    public void handshakeSucceeded(Event event) throws SSLException {
        succeeded();
    }

    @Override
    public void handshakeFailed(Event event, Throwable failure) {
        failed();
    }

    /** @throws SSLException where it comes too late: nothing is sent on a connection that is being closed */
    void succeeded() throws SSLException {
        end.cancel();
        if (!decided.compareAndSet(false, true)) {
            throw new SSLException(LATE);
        }
    }

    void failed() {
        end.cancel();
        decided.set(true);
    }
}
