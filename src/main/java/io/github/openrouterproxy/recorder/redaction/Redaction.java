package io.github.openrouterproxy.recorder.redaction;

import io.github.openrouterproxy.exchange.Attempt;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.Exchange.RedactedPart;
import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.Pieces.Piece;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.openai.endpoint.KeyAnswers;
import io.github.openrouterproxy.recorder.redaction.keys.CredentialNames;
import io.github.openrouterproxy.recorder.redaction.keys.QuotedKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of what was captured what the operator's rules say must not be stored, and keys that bodies quote. Any
 * thread.
 */
public final class Redaction {
    /** Stands where something was. */
    public static final String MARK = TextRedaction.MARK;

    private static final String DECODED_FROM = "X-Decoded-Content-Encoding";

    private static final Set<RedactedPart> WITH_WORDS =
            Set.of(RedactedPart.REQUEST_BODY, RedactedPart.RESPONSE_BODY, RedactedPart.RESPONSE_HEADERS);

    private final RedactionRules rules;
    private final TextRedaction texts;
    private final BodyRedaction bodies;

    /** @param maxBodyBytes of one body that are kept: what stands in the place of something may be longer */
    public Redaction(RedactionRules rules, long maxBodyBytes) {
        this.rules = rules;
        this.texts = new TextRedaction(rules);
        this.bodies = new BodyRedaction(rules, texts, maxBodyBytes);
    }

    /**
     * @param parts from which something was taken
     * @param fewerWords whether something is not there that was never looked through
     */
    public record Redacted(CapturedExchange captured, Set<RedactedPart> parts, boolean fewerWords) {
        public Redacted {
            parts = Set.copyOf(parts);
        }

        /** Whether what is left may say less than what was captured. */
        public boolean saysLess() {
            return fewerWords || parts.stream().anyMatch(WITH_WORDS::contains);
        }
    }

    /** With keys in bodies as they are. */
    public Redacted of(CapturedExchange captured) {
        return rules.isEmpty() ? new Redacted(captured, Set.of(), false) : new Work(QuotedKeys.NONE).of(captured);
    }

    /**
     * @param keys that the call bore
     * @param mask what is shown of a key that a body quotes, in characters that JSON does not escape
     */
    public Redacted of(CapturedExchange captured, Collection<Credential> keys, UnaryOperator<String> mask) {
        Work work = new Work(new QuotedKeys(keys, mask));
        return rules.isEmpty() ? work.onlyKeys(captured) : work.of(captured);
    }

    public @Nullable String text(@Nullable String text) {
        return text == null ? null : texts.plain(text);
    }

    private final class Work {
        private final Set<RedactedPart> parts = EnumSet.noneOf(RedactedPart.class);
        private final QuotedKeys keys;

        Work(QuotedKeys keys) {
            this.keys = keys;
        }

        /** Where there are no rules, which is nearly everywhere, and hardly ever finds any. */
        Redacted onlyKeys(CapturedExchange captured) {
            Body requestBody = requestBody(captured);
            Body responseBody = responseBody(captured);
            return parts.isEmpty() ? new Redacted(captured, parts, false) : of(captured, requestBody, responseBody);
        }

        Redacted of(CapturedExchange captured) {
            return of(captured, requestBody(captured), responseBody(captured));
        }

        private Redacted of(CapturedExchange captured, Body requestBody, Body responseBody) {
            ResponseHead answer = captured.response();
            Headers shown = headers(
                    answer == null ? Headers.NONE : answer.headers(),
                    RedactedPart.RESPONSE_BODY,
                    RedactedPart.RESPONSE_HEADERS);
            CapturedExchange redacted = new CapturedExchange(
                    captured.id(),
                    request(captured.request()),
                    captured.key(),
                    requestBody,
                    answer == null ? null : new ResponseHead(answer.status(), shown),
                    responseBody,
                    scaled(captured.pieces(), captured.responseBody(), responseBody),
                    captured.timing(),
                    captured.attempts().stream().map(this::attempt).toList(),
                    outcome(captured.outcome()));
            return new Redacted(redacted, parts, captured.responseBody().tail().length > 0);
        }

        private RequestHead request(RequestHead head) {
            return new RequestHead(
                    head.method(),
                    noted(head.url(), texts.address(head.url()), RedactedPart.URL),
                    noted(head.path(), texts.address(head.path()), RedactedPart.URL),
                    headers(head.headers(), RedactedPart.REQUEST_BODY, RedactedPart.REQUEST_HEADERS));
        }

        private Headers headers(Headers headers, RedactedPart body, RedactedPart part) {
            List<Header> shown = new ArrayList<>(headers.lines().size());
            for (Header line : headers) {
                String name = line.name();
                String value = header(name.toLowerCase(Locale.ROOT), line.value());
                boolean decoded = parts.contains(body) && line.is("Content-Encoding");
                shown.add(new Header(decoded ? DECODED_FROM : name, noted(line.value(), value, part)));
            }
            return new Headers(shown);
        }

        /** @param name in lower case */
        private String header(String name, String value) {
            if (rules.headers().contains(name)) {
                return TextRedaction.MARK;
            }
            return CredentialNames.isAddress(name) ? texts.address(value) : texts.plain(value);
        }

        private Body requestBody(CapturedExchange captured) {
            return body(captured.request().headers(), captured.requestBody(), false, RedactedPart.REQUEST_BODY);
        }

        private Body responseBody(CapturedExchange captured) {
            ResponseHead answer = captured.response();
            boolean ofKeys = answer != null && KeyAnswers.mayHold(captured.request(), answer);
            return body(
                    answer == null ? Headers.NONE : answer.headers(),
                    captured.responseBody(),
                    ofKeys,
                    RedactedPart.RESPONSE_BODY);
        }

        private Body body(Headers headers, Body body, boolean ofKeys, RedactedPart part) {
            Body redacted = noted(body, bodies.of(headers, body, keys, ofKeys), part);
            // The end of a body that is cut stands alone: no path can tell what it is.
            return redacted.tail().length == 0
                    ? redacted
                    : new Body(redacted.bytes(), redacted.length(), redacted.sha256(), redacted.truncated());
        }

        private Attempt attempt(Attempt attempt) {
            String failure = attempt.failure();
            return failure == null
                    ? attempt
                    : new Attempt(
                            attempt.number(),
                            attempt.start(),
                            attempt.status(),
                            noted(failure, texts.plain(failure), RedactedPart.ERROR),
                            attempt.pause());
        }

        private @Nullable Outcome outcome(@Nullable Outcome outcome) {
            if (outcome instanceof Outcome.UpstreamFailed failed) {
                return new Outcome.UpstreamFailed(
                        noted(failed.message(), texts.plain(failed.message()), RedactedPart.ERROR));
            }
            if (outcome instanceof Outcome.Refused refused) {
                return new Outcome.Refused(
                        noted(refused.message(), texts.plain(refused.message()), RedactedPart.ERROR));
            }
            return outcome;
        }

        private <T> T noted(T before, T after, RedactedPart part) {
            if (!after.equals(before)) {
                parts.add(part);
            }
            return after;
        }
    }

    /** Pieces of a body that has become shorter or longer, each by as much. */
    private static Pieces scaled(Pieces pieces, Body before, Body after) {
        int of = before.bytes().length;
        if (after.equals(before) || of == 0) {
            return pieces;
        }
        double factor = (double) after.bytes().length / of;
        List<Piece> scaled = new ArrayList<>();
        long end = 0;
        long done = 0;
        for (Piece piece : pieces) {
            end += piece.size();
            long size = Math.round(end * factor) - done;
            scaled.add(new Piece(piece.offsetMicros(), (int) size));
            done += size;
        }
        return Pieces.of(scaled, pieces.count());
    }
}
