package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.config.RecordingSettings.StoredKeys;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeState;
import io.github.openrouterproxy.exchange.KeyFingerprints;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.exchange.Understanding.LateAnswer.Told;
import io.github.openrouterproxy.openai.UsageReader;
import io.github.openrouterproxy.openai.UsageReader.Reading;
import io.github.openrouterproxy.openai.endpoint.StoredObjects;
import io.github.openrouterproxy.recorder.pricing.Costing;
import io.github.openrouterproxy.recorder.redaction.Redaction;
import io.github.openrouterproxy.recorder.redaction.Redaction.Redacted;
import io.github.openrouterproxy.recorder.redaction.keys.CredentialMask;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes of what the relay captured what may be stored: masked, redacted, and understood as far as possible. Never
 * throws for what a client or an upstream sent. Any thread; in practice the writer's.
 */
final class ExchangeAssembler {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeAssembler.class);

    private final KeyFingerprints fingerprints;
    private final StoredKeys storedKeys;

    private final Redaction redaction;
    private final Costing costing;

    /** @param costing adds what an answer cost when it does not say so itself; must not block */
    ExchangeAssembler(KeyFingerprints fingerprints, StoredKeys storedKeys, Redaction redaction, Costing costing) {
        this.redaction = redaction;
        this.costing = costing;
        this.fingerprints = fingerprints;
        this.storedKeys = storedKeys;
    }

    /** The whole record of a call that ended. */
    Exchange assemble(CapturedExchange captured) {
        Reading reading = read(captured);
        // a stored answer that is fetched again was paid for by the call that made it
        Understanding understanding = StoredObjects.isPaidFor(captured.request())
                ? costing.of(captured, reading.understanding())
                : pricedLate(captured, reading.understanding());
        Redacted shown = shown(captured);
        if (shown.saysLess()) {
            // the figures of the whole, the words of what is left of it
            Reading left = read(shown.captured());
            understanding = understanding.saying(left.understanding(), left.id());
            boolean sameEnding = reading.error() == null || left.error() != null;
            reading = sameEnding ? left : new Reading(left.understanding(), Redaction.MARK, null);
        }
        String error = redaction.text(masked(error(shown.captured().outcome(), reading), captured.key()));
        return exchange(shown, ExchangeState.FINISHED, error, understanding);
    }

    private Understanding pricedLate(CapturedExchange captured, Understanding understanding) {
        // batches, which are no answers, are not made at the prices of calls
        if (!(understanding.late() instanceof Told told) || StoredObjects.isNoAnswer(captured.request())) {
            return understanding;
        }
        TokenUsage priced = costing.priced(understanding.using(told.usage())).usage();
        return understanding.telling(new Told(told.id(), priced));
    }

    /** What is known while it runs; its answer is not read yet. */
    Exchange assembleRunning(CapturedExchange captured) {
        Redacted shown = shown(captured);
        return exchange(shown, ExchangeState.IN_FLIGHT, null, readRequest(shown.captured()));
    }

    /** What is left of a record that the database refuses. */
    Exchange outline(CapturedExchange captured, String error) {
        Redacted shown = shown(captured.outline());
        return new Exchange(
                captured.id(),
                ExchangeState.FINISHED,
                shown.captured().request(),
                null,
                user(captured),
                Body.EMPTY,
                null,
                Body.EMPTY,
                Pieces.NONE,
                captured.timing(),
                List.of(),
                error,
                Understanding.NOTHING,
                shown.parts());
    }

    private Exchange exchange(
            Redacted shown, ExchangeState state, @Nullable String error, Understanding understanding) {
        CapturedExchange captured = shown.captured();
        ApiKey user = user(captured);
        return new Exchange(
                captured.id(),
                state,
                captured.request(),
                authorization(captured.key(), user),
                user,
                captured.requestBody(),
                captured.response(),
                captured.responseBody(),
                captured.pieces(),
                captured.timing(),
                captured.attempts(),
                error,
                understanding,
                shown.parts());
    }

    private Redacted shown(CapturedExchange captured) {
        if (storedKeys == StoredKeys.PLAIN) {
            return redaction.of(captured);
        }
        CredentialMask mask = new CredentialMask(fingerprints, captured.key());
        RequestHead request = mask.request(captured.request());
        ResponseHead response = captured.response();
        CapturedExchange masked = new CapturedExchange(
                captured.id(),
                request,
                captured.key(),
                captured.requestBody(),
                response == null ? null : mask.ofAnswer().response(response),
                captured.responseBody(),
                captured.pieces(),
                captured.timing(),
                captured.attempts(),
                captured.outcome());
        return redaction.of(masked, mask.found(), mask::masked);
    }

    /** Upstreams quote the key that they refuse. */
    private @Nullable String masked(@Nullable String error, @Nullable Credential key) {
        return error == null || storedKeys == StoredKeys.PLAIN
                ? error
                : new CredentialMask(fingerprints, key).words(error);
    }

    private @Nullable ApiKey user(CapturedExchange captured) {
        return captured.key() == null ? null : fingerprints.of(captured.key());
    }

    private @Nullable String authorization(@Nullable Credential key, @Nullable ApiKey user) {
        if (key == null || user == null) {
            return null;
        }
        return switch (storedKeys) {
            case PLAIN -> redaction.text(key.value());
            case FINGERPRINT -> CredentialMask.text(user);
        };
    }

    private static @Nullable String error(@Nullable Outcome outcome, Reading reading) {
        if (outcome instanceof Outcome.ClientDisconnected client) {
            return client.stuck() ? "the client read nothing for too long" : "client disconnected";
        }
        if (outcome instanceof Outcome.UpstreamFailed failed) {
            return failed.message();
        }
        if (outcome instanceof Outcome.Refused refused) {
            return refused.message();
        }
        return reading.error();
    }

    private static Reading read(CapturedExchange captured) {
        try {
            return UsageReader.read(captured);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("exchange {} is recorded without having been understood", captured.id(), e);
            return Reading.NOTHING;
        }
    }

    private static Understanding readRequest(CapturedExchange captured) {
        try {
            return UsageReader.readRequest(captured);
        } catch (RuntimeException | StackOverflowError e) {
            return Understanding.NOTHING;
        }
    }
}
