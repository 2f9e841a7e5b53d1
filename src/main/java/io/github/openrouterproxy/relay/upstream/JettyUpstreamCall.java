package io.github.openrouterproxy.relay.upstream;

import io.github.openrouterproxy.config.UpstreamSettings;
import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.relay.upstream.UpstreamFailure.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.client.AsyncRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/** One request through Jetty's client: turns Jetty's events into ours and watches the silences. */
final class JettyUpstreamCall implements UpstreamCall {
    /** After so many the thread, which may be the one that hears of all connections, is left to others. */
    private static final int PIECES_IN_A_ROW = 64;

    /** In which a sender that an answer has overtaken comes to note that the request is out. */
    private static final Duration OVERTAKEN = Duration.ofMillis(100);

    private final Request request;
    private final UpstreamListener listener;
    private final HttpClient client;
    private final Silence silence;
    private final boolean asksProxy;
    private final Duration staleWithin;
    private final BooleanSupplier othersAreThere;
    private @Nullable AsyncRequestContent body;
    private volatile boolean hasConnection;
    private volatile boolean servedBefore;
    private volatile boolean headCame;
    private volatile @Nullable Reuse reused;
    private volatile boolean requestSent;
    private volatile @Nullable Long headSentNanos;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable UpstreamFailure cause;

    /**
     * @param client on whose executor an answer goes on that comes faster than it can be passed on
     * @param staleWithin see {@link UpstreamLimits}
     * @param othersAreThere whether there is any connection to the upstream
     */
    JettyUpstreamCall(
            Request request,
            UpstreamListener listener,
            HttpClient client,
            UpstreamSettings settings,
            Duration staleWithin,
            BooleanSupplier othersAreThere) {
        this.request = request;
        this.listener = listener;
        this.client = client;
        this.asksProxy = settings.proxy() != null
                && "http".equalsIgnoreCase(settings.base().getScheme());
        this.staleWithin = staleWithin;
        this.othersAreThere = othersAreThere;
        this.silence = new Silence(client.getScheduler(), settings.responseTimeout(), this::timedOut);
    }

    void send(boolean bodyFollows) {
        if (bodyFollows) {
            AsyncRequestContent pieces = new AsyncRequestContent((String) null);
            body = pieces;
            request.body(pieces);
        }
        request.onRequestSuccess(sent -> {
            requestSent = true;
            silence.sending();
            listener.onSent();
        });
        request.onRequestBegin(begun -> {
            hasConnection = true;
            servedBefore = Reuse.hasServed(begun.getConnection());
            reused = Reuse.of(begun.getConnection(), staleWithin);
        });
        request.onRequestCommit(committed -> headSentNanos = System.nanoTime());
        request.onResponseHeaders(this::onHead);
        request.onResponseSuccess(response -> onAnswered());
        request.onResponseContentSource((response, source) -> new Pump(source).run());
        if (!bodyFollows) {
            // Of a body that follows, the first piece may be long in coming, and not through the upstream's fault.
            silence.begin();
        }
        request.send(this::onComplete);
    }

    @Override
    public void write(ByteBuffer piece, Runnable whenTaken) {
        AsyncRequestContent pieces = body;
        if (pieces == null) {
            whenTaken.run();
            return;
        }
        silence.sending();
        pieces.write(
                false,
                piece,
                Callback.from(
                        Invocable.InvocationType.NON_BLOCKING, () -> taken(whenTaken), failure -> whenTaken.run()));
    }

    private void taken(Runnable whenTaken) {
        silence.sent();
        whenTaken.run();
    }

    @Override
    public void endBody() {
        AsyncRequestContent pieces = body;
        if (pieces != null) {
            silence.sending();
            pieces.close();
        }
    }

    @Override
    public void cancel(String reason) {
        abort(new UpstreamFailure(Kind.CANCELLED, reason));
    }

    @Override
    public void endWithin(Duration longest) {
        silence.endWithin(longest);
    }

    private void timedOut(Duration waited) {
        abort(new UpstreamFailure(Kind.TIMEOUT, "the upstream was silent for " + waited.toMillis() + " ms"));
    }

    private void abort(UpstreamFailure why) {
        if (cause == null) {
            cause = why;
        }
        var unused = request.abort(new TimeoutException(why.message()));
    }

    private void onHead(Response response) {
        silence.pause();
        UpstreamFailure odd = UpstreamFailures.ofHead(response, asksProxy);
        if (odd != null) {
            abort(odd);
            return;
        }
        headCame = true;
        silence.answerBegins();
        boolean framed = HttpStatus.hasNoBody(response.getStatus()) || HttpMethod.HEAD.is(request.getMethod());
        List<Header> lines = new ArrayList<>(response.getHeaders().size());
        for (HttpField field : response.getHeaders()) {
            HttpHeader known = field.getHeader();
            framed |= known == HttpHeader.CONTENT_LENGTH || known == HttpHeader.TRANSFER_ENCODING;
            String value = field.getValue();
            lines.add(new Header(field.getName(), value == null ? "" : value));
        }
        if (!framed) {
            JettyClients.endsAnAnswer(response.getRequest().getConnection());
        }
        listener.onHead(new ResponseHead(response.getStatus(), new Headers(lines)));
    }

    /** Whether the connection, if it ended now, would have ended before the request went out on it. */
    private boolean isStale() {
        Reuse used = reused;
        return used != null && used.wasStale(headSentNanos);
    }

    /** Jetty lets all calls that wait for a connection fail when any one cannot be made. */
    private boolean failedWithAnother(@Nullable Throwable failure) {
        return !hasConnection && UpstreamFailures.isTurnedAway(failure) && othersAreThere.getAsBoolean();
    }

    /**
     * An answer may come whole before the request has gone out whole; the rest of that is then of no use. Or it has
     * gone out, and only its sender has not come to say so.
     */
    private void onAnswered() {
        if (!requestSent && over.compareAndSet(false, true)) {
            silence.end();
            listener.onEnd();
            client.getScheduler().schedule(this::leaveTheRest, OVERTAKEN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void leaveTheRest() {
        if (!requestSent) {
            abort(new UpstreamFailure(Kind.CANCELLED, "answered before the end of the request"));
        }
    }

    private void onComplete(Result result) {
        silence.end();
        if (!over.compareAndSet(false, true)) {
            return;
        }
        if (result.getResponseFailure() == null && headCame) {
            listener.onEnd();
            return;
        }
        UpstreamFailure known = cause;
        Throwable failure = result.getFailure();
        listener.onFailure(
                known != null ? known : UpstreamFailures.of(failure, headCame, withoutHead(failure), leftOut()));
    }

    /** What it is if no head came, by what is known of the connection. */
    private Kind withoutHead(@Nullable Throwable failure) {
        if (isStale()) {
            return Kind.STALE;
        }
        return failedWithAnother(failure) ? Kind.TURNED_AWAY : Kind.UNREACHABLE;
    }

    /** On a new connection a good-bye tells of the upstream, and not of connections that have lain idle. */
    private Kind leftOut() {
        return servedBefore ? Kind.STALE : Kind.TURNED_AWAY;
    }

    /** Hands on one chunk of the response at a time. Never runs twice at once. */
    private final class Pump implements Invocable.Task {
        private final Content.Source source;
        private int inARow;

        Pump(Content.Source source) {
            this.source = source;
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }

        @Override
        public void run() {
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                inARow = 0;
                silence.begin();
                listener.onWaiting();
                source.demand(this);
                return;
            }
            silence.pause();
            if (Content.Chunk.isFailure(chunk)) {
                return;
            }
            if (chunk.hasRemaining()) {
                listener.onPiece(chunk.getByteBuffer(), () -> done(chunk));
            } else {
                done(chunk);
            }
        }

        private void done(Content.Chunk chunk) {
            boolean last = chunk.isLast();
            chunk.release();
            silence.begin();
            if (last) {
                return;
            }
            if (++inARow < PIECES_IN_A_ROW) {
                source.demand(this);
            } else {
                inARow = 0;
                client.getExecutor().execute(() -> source.demand(this));
            }
        }
    }
}
