package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.relay.upstream.UpstreamCall;
import io.github.openrouterproxy.relay.upstream.UpstreamFailure;
import io.github.openrouterproxy.relay.upstream.UpstreamFailure.Kind;
import io.github.openrouterproxy.relay.upstream.UpstreamRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The attempts of one call, one after the other, with their pauses. Any thread. */
final class Attempts {
    private static final UpstreamFailure NOT_WANTED =
            new UpstreamFailure(Kind.CANCELLED, "nobody waits for another attempt");

    private final RelayParts parts;
    private final RelayCall call;
    private final ResendableRequest request;
    private final BooleanSupplier wanted;
    private volatile boolean begun;
    private int forNothing;
    private int stale;
    private volatile @Nullable UpstreamAttempt current;
    private @Nullable Resend whenRequestComplete;
    private @Nullable Runnable cancelPause;

    /** @param wanted whether the call still waits for an answer */
    Attempts(RelayParts parts, RelayCall call, ResendableRequest request, BooleanSupplier wanted) {
        this.parts = parts;
        this.call = call;
        this.request = request;
        this.wanted = wanted;
    }

    /** Sends the first one unless that has been done or the call is over; the container's threads, one at a time. */
    void beginOnce() {
        if (!begun && !call.isOver()) {
            begun = true;
            send(1, Duration.ZERO, request.first());
        }
    }

    /** Whether another attempt takes the place of the one answered so, which the client then never sees. */
    boolean goOnAfter(UpstreamAttempt answered, ResponseHead head) {
        if (!request.isWhole() || !wanted.getAsBoolean()) {
            return false;
        }
        Optional<Duration> pause = parts.retry().afterAnswer(answered.number(), head, request.patience());
        pause.ifPresent(wait -> {
            current = null;
            call.log().attemptAnswered(head.status());
            sendLater(new Resend(answered.number() + 1, wait, () -> call.fail(answered, NOT_WANTED)));
        });
        return pause.isPresent();
    }

    /** The same for an attempt without an answer; if the request still comes in, the next one waits for all of it. */
    boolean goOnAfter(UpstreamAttempt failed, UpstreamFailure failure) {
        if (!request.isKept() || !wanted.getAsBoolean()) {
            return false;
        }
        Optional<Duration> uncounted = parts.retry().afterNothing(failure, forNothing, request.patience());
        if (uncounted.isPresent()) {
            forNothing++;
            closeIdleAfterTwoStale(failure);
            resend(failed, failed.number(), uncounted.get(), failure);
            return true;
        }
        Optional<Duration> pause = parts.retry().afterFailure(failed.number(), forNothing, failure, request.patience());
        pause.ifPresent(wait -> resend(failed, failed.number() + 1, wait, failure));
        return pause.isPresent();
    }

    /** One that has gone stale is an accident; by two of them, whatever has lain idle with them is no better. */
    private void closeIdleAfterTwoStale(UpstreamFailure failure) {
        if (failure.kind() == Kind.STALE && ++stale > 1) {
            parts.upstream().closeIdle();
        }
    }

    private void resend(UpstreamAttempt failed, int number, Duration pause, UpstreamFailure failure) {
        call.log().attemptFailed(failure.message());
        sendLaterWhenComplete(new Resend(number, pause, () -> call.fail(failed, failure)));
    }

    /** Whether that answer is the last of several, none of which was good, and a client might try again. */
    boolean exhausted(UpstreamAttempt answered, ResponseHead head) {
        return answered.number() > 1 && parts.retry().isWorthAnother(head);
    }

    /** Ends a call that is to be sent again and of whose body so much has come that it is no longer kept. */
    boolean gaveUp() {
        Resend next;
        synchronized (this) {
            next = whenRequestComplete;
            if (next == null || request.isKept()) {
                return false;
            }
            whenRequestComplete = null;
        }
        next.otherwise().run();
        return true;
    }

    void requestEnded() {
        Resend next;
        synchronized (this) {
            call.log().requestComplete();
            next = whenRequestComplete;
            whenRequestComplete = null;
        }
        UpstreamCall sent = upstreamCall();
        if (next != null) {
            sendLater(next);
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

    private void sendLaterWhenComplete(Resend next) {
        synchronized (this) {
            current = null;
            if (!call.log().isRequestComplete()) {
                whenRequestComplete = next;
                return;
            }
        }
        sendLater(next);
    }

    private synchronized void sendLater(Resend next) {
        cancelPause = parts.upstream().after(next.pause(), () -> sendAgain(next));
    }

    private void sendAgain(Resend next) {
        UpstreamRequest whole = wanted.getAsBoolean() ? request.whole() : null;
        if (whole == null) {
            next.otherwise().run();
        } else {
            send(next.number(), next.pause(), whole);
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

    /** @param otherwise ends the call, if it has not ended: its body is more than was kept, or its client has gone */
    private record Resend(int number, Duration pause, Runnable otherwise) {}
}
