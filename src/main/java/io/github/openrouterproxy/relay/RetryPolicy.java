package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.config.RetrySettings;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.relay.message.HttpDate;
import io.github.openrouterproxy.relay.upstream.UpstreamFailure;
import io.github.openrouterproxy.relay.upstream.UpstreamFailure.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * Whether and when to try again. Pure but for its clock and its dice; any thread.
 *
 * <p>An upstream's own word ({@code retry-after-ms}, {@code Retry-After}) is obeyed; without one, exponential backoff
 * with full jitter.
 */
final class RetryPolicy {
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(8);

    /** More of them in one call are hardly an accident. */
    private static final int MOST_FOR_NOTHING = 5;

    private static final Set<Kind> BEFORE_ANY_HEAD = EnumSet.of(Kind.UNREACHABLE, Kind.STALE, Kind.TURNED_AWAY);

    private final RetrySettings settings;
    private final Clock clock;
    private final DoubleSupplier dice;

    /** @param dice from 0 to below 1 */
    RetryPolicy(RetrySettings settings, Clock clock, DoubleSupplier dice) {
        this.settings = settings;
        this.clock = clock;
        this.dice = dice;
    }

    /** Tells the SDKs of the field that we have retried already, so that their attempts do not multiply ours. */
    static Headers noMore(Headers headers) {
        return headers.without(line -> line.is("x-should-retry")).with("x-should-retry", "false");
    }

    /** Whether that answer is one that more attempts could change. */
    boolean covers(ResponseHead head) {
        return settings.maxAttempts() > 1 && settings.statuses().contains(head.status());
    }

    /** Whether we would try again after that answer, or the SDKs of the field: a timeout, a conflict, too many, 5xx. */
    boolean isWorthAnother(ResponseHead head) {
        int status = head.status();
        return covers(head) || status == 408 || status == 409 || status == 429 || status >= 500;
    }

    /** How long to pause after attempt number {@code attempt} was answered so; empty: it was the last. */
    Optional<Duration> afterAnswer(int attempt, ResponseHead head, Duration patience) {
        if (!covers(head) || attempt >= settings.maxAttempts()) {
            return Optional.empty();
        }
        Duration pause = askedFor(head.headers()).orElseGet(() -> backoff(attempt));
        return Optional.of(pause).filter(wait -> bearable(wait, patience));
    }

    /**
     * How long to pause after an attempt with which the upstream has done nothing: it is made once more, and not
     * counted. Empty: it was no such attempt, or there were too many.
     *
     * @param before how many of this call were so
     */
    Optional<Duration> afterNothing(UpstreamFailure failure, int before, Duration patience) {
        if (before >= MOST_FOR_NOTHING) {
            return Optional.empty();
        }
        if (failure.kind() == Kind.STALE) {
            return Optional.of(Duration.ZERO);
        }
        return Optional.of(backoff(before + 1))
                .filter(wait -> failure.kind() == Kind.TURNED_AWAY && bearable(wait, patience));
    }

    /**
     * The same as {@link #afterAnswer} after an attempt that brought no answer.
     *
     * @param notCounted how many came before it for which {@link #afterNothing} had a pause
     */
    Optional<Duration> afterFailure(int attempt, int notCounted, UpstreamFailure failure, Duration patience) {
        if (!BEFORE_ANY_HEAD.contains(failure.kind()) || attempt >= settings.maxAttempts()) {
            return Optional.empty();
        }
        return Optional.of(backoff(attempt + notCounted)).filter(wait -> bearable(wait, patience));
    }

    private boolean bearable(Duration wait, Duration patience) {
        return wait.compareTo(settings.maxWait()) <= 0 && wait.compareTo(patience) < 0;
    }

    private Duration backoff(int attempt) {
        Duration ceiling = FIRST_BACKOFF.multipliedBy(1L << Math.min(attempt - 1, 10));
        Duration bounded = ceiling.compareTo(LONGEST_BACKOFF) < 0 ? ceiling : LONGEST_BACKOFF;
        Duration allowed = bounded.compareTo(settings.maxWait()) < 0 ? bounded : settings.maxWait();
        return Duration.ofMillis((long) (allowed.toMillis() * dice.getAsDouble()));
    }

    private Optional<Duration> askedFor(Headers headers) {
        return headers.first("retry-after-ms")
                .flatMap(text -> seconds(text, 1e-3))
                .or(() -> headers.first("Retry-After")
                        .flatMap(text -> seconds(text, 1).or(() -> until(text))));
    }

    private static Optional<Duration> seconds(String text, double unit) {
        try {
            double millis = Double.parseDouble(text.strip()) * unit * 1000;
            // What is more than fits is cut to what does, which is long enough to end the retrying.
            return millis >= 0 ? Optional.of(Duration.ofMillis((long) Math.ceil(millis))) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Optional<Duration> until(String httpDate) {
        return HttpDate.parse(httpDate)
                .map(then -> Duration.between(clock.instant(), then))
                .map(RetryPolicy::notNegative);
    }

    private static Duration notNegative(Duration wait) {
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
