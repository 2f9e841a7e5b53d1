package io.github.openrouterproxy.monitor.login;

import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.monitor.access.BoundedMap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks about a key now and then only, and few at a time, so that guessing costs neither the upstream nor our request
 * threads much. Remembers fingerprints, no keys. Any thread.
 */
public final class RememberedConfirmation implements KeyConfirmation {
    private static final int REMEMBERED = 10_000;
    private static final int AT_A_TIME = 8;
    /** What a key can look like in a header; nothing else is sent anywhere. */
    private static final Pattern KEY = Pattern.compile("[!-~]{8,512}");

    private final KeyConfirmation source;
    private final KeyFingerprints fingerprints;
    private final Clock clock;
    private final Semaphore free = new Semaphore(AT_A_TIME);
    private final Map<String, Known> known = new BoundedMap<>(REMEMBERED);

    public RememberedConfirmation(KeyConfirmation source, KeyFingerprints fingerprints, Clock clock) {
        this.source = source;
        this.fingerprints = fingerprints;
        this.clock = clock;
    }

    @Override
    public Answer confirm(Credential key) {
        if (!KEY.matcher(key.value()).matches()) {
            return Answer.INVALID;
        }
        String fingerprint = fingerprints.of(key).fingerprint();
        Known remembered = known(fingerprint);
        if (remembered != null && clock.instant().isBefore(remembered.until())) {
            return remembered.answer();
        }
        if (!free.tryAcquire()) {
            return Answer.UNREACHABLE;
        }
        try {
            Answer answer = source.confirm(key);
            remember(fingerprint, new Known(answer, clock.instant().plus(goodFor(answer))));
            return answer;
        } finally {
            free.release();
        }
    }

    private synchronized @Nullable Known known(String fingerprint) {
        return known.get(fingerprint);
    }

    private synchronized void remember(String fingerprint, Known answer) {
        known.put(fingerprint, answer);
    }

    private static Duration goodFor(Answer answer) {
        return switch (answer) {
            case VALID -> Duration.ofMinutes(5);
            case INVALID -> Duration.ofMinutes(1);
            case UNREACHABLE -> Duration.ofSeconds(5);
        };
    }

    private record Known(Answer answer, Instant until) {}
}
