package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.relay.upstream.UpstreamCall;
import io.github.openrouterproxy.relay.upstream.UpstreamFailure;
import io.github.openrouterproxy.relay.upstream.UpstreamRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The attempts of one call, one after the other, with their pauses. Any thread. */
final class Attempts {
    private final RelayParts parts;
    private final RelayCall call;
    private final ResendableRequest request;
    private final BooleanSupplier wanted;
    private volatile boolean begun;
    private int stale;
    private volatile @Nullable UpstreamAttempt current;
    private @Nullable Runnable whenRequestComplete;
    private @Nullable Runnable cancelPause;

    /** @param wanted whether the call still waits for an answer */
    Attempts(RelayParts parts, RelayCall call, ResendableRequest request, BooleanSupplier wanted) {
        this.parts = parts;
        this.call = call;
        this.request = request;
        this.wanted = wanted;
    }

    /** Sends the first one unless that has been done; the container's threads, one at a time. */
    void beginOnce() {
        if (!begun) {
            begun = true;
            send(1, Duration.ZERO, request.first());
        }
    }

    /** Whether another attempt takes the place of the one answered so, which the client then never sees. */
    boolean goOnAfter(UpstreamAttempt answered, ResponseHead head) {
        if (request.whole() == null || !wanted.getAsBoolean()) {
            return false;
        }
        Optional<Duration> pause = parts.retry().afterAnswer(answered.number(), head, request.patience());
        pause.ifPresent(wait -> {
            current = null;
            call.log().attemptAnswered(head.status());
            sendLater(answered.number() + 1, wait);
        });
        return pause.isPresent();
    }

    /** The same for an attempt without an answer; if the request still comes in, the next one waits for all of it. */
    boolean goOnAfter(UpstreamAttempt failed, UpstreamFailure failure) {
        if (!request.isKept() || !wanted.getAsBoolean()) {
            return false;
        }
        if (parts.retry().isForNothing(failure, stale)) {
            replaceStale(failed, failure);
            return true;
        }
        Optional<Duration> pause = parts.retry().afterFailure(failed.number(), failure, request.patience());
        pause.ifPresent(wait -> {
            call.log().attemptFailed(failure.message());
            sendLaterWhenComplete(failed.number() + 1, wait);
        });
        return pause.isPresent();
    }

    /** One that has gone stale is an accident; by two in a row, whatever has lain idle with them is no better. */
    private void replaceStale(UpstreamAttempt failed, UpstreamFailure failure) {
        stale++;
        if (stale > 1) {
            parts.upstream().closeIdle();
        }
        call.log().attemptFailed(failure.message());
        sendLaterWhenComplete(failed.number(), Duration.ZERO);
    }

    /** Whether an answer with that head has had all the attempts it could have. */
    boolean exhausted(ResponseHead head) {
        return parts.retry().covers(head) && request.whole() != null;
    }

    void requestEnded() {
        Runnable waiting;
        synchronized (this) {
            call.log().requestComplete();
            waiting = whenRequestComplete;
        }
        UpstreamCall sent = upstreamCall();
        if (waiting != null) {
            waiting.run();
        } else if (sent != null) {
            sent.endBody();
        }
    }

    /** The request on its way; null between two attempts. */
    @Nullable
    UpstreamCall upstreamCall() {
        UpstreamAttempt attempt = current;
        return attempt == null ? null : attempt.upstreamCall();
    }

    void stop(String reason) {
        synchronized (this) {
            if (cancelPause != null) {
                cancelPause.run();
            }
        }
        UpstreamAttempt attempt = current;
        if (attempt != null) {
            attempt.cancel(reason);
        }
    }

    private void sendLaterWhenComplete(int number, Duration pause) {
        synchronized (this) {
            current = null;
            if (!call.log().isRequestComplete()) {
                whenRequestComplete = () -> sendLater(number, pause);
                return;
            }
        }
        sendLater(number, pause);
    }

    private synchronized void sendLater(int number, Duration pause) {
        whenRequestComplete = null;
        cancelPause = parts.upstream().after(pause, () -> sendAgain(number, pause));
    }

    private void sendAgain(int number, Duration pause) {
        UpstreamRequest whole = request.whole();
        if (wanted.getAsBoolean() && whole != null) {
            send(number, pause, whole);
        }
    }

    private void send(int number, Duration pause, UpstreamRequest upstreamRequest) {
        call.log().attemptStarted(pause);
        UpstreamAttempt next = new UpstreamAttempt(call, number);
        current = next;
        next.sentAs(parts.upstream().send(upstreamRequest, next));
        if (call.isOver()) {
            next.cancel("the call has ended");
        }
    }
}
