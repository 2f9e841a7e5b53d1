package io.github.openrouterproxy.recorder;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.exchange.Timing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls as the relay would hand them over. */
final class Captures {
    static final Instant RECEIVED = Instant.parse("2026-11-23T10:00:00Z");
    static final String URL = "https://openrouter.ai/api/v1/chat/completions";

    private static final Headers JSON = Headers.NONE.with("Content-Type", "application/json");

    private Captures() {}

    static ExchangeId id(int number) {
        return new ExchangeId(ExchangeId.atOrAfter(RECEIVED).value() + number);
    }

    static CapturedExchange completed(int number) {
        return completed(number, "{}");
    }

    static CapturedExchange completed(int number, String answer) {
        return captured(number, URL, Headers.NONE, null, answer, new Outcome.Completed());
    }

    static CapturedExchange completedIn(int number, Pieces pieces) {
        return captured(number, URL, Headers.NONE, null, "{}", pieces, new Outcome.Completed());
    }

    static CapturedExchange running(int number, String answerSoFar) {
        return captured(number, URL, Headers.NONE, null, answerSoFar, null);
    }

    static CapturedExchange captured(
            int number,
            String url,
            Headers headers,
            @Nullable Credential key,
            String answer,
            @Nullable Outcome outcome) {
        return captured(number, url, headers, key, answer, Pieces.NONE, outcome);
    }

    private static CapturedExchange captured(
            int number,
            String url,
            Headers headers,
            @Nullable Credential key,
            String answer,
            Pieces pieces,
            @Nullable Outcome outcome) {
        RequestHead asked = new RequestHead("POST", url, "/chat/completions", headers);
        Body body = Body.whole(answer.getBytes(StandardCharsets.UTF_8));
        return captured(number, asked, key, JSON, body, pieces, outcome);
    }

    static CapturedExchange asking(String method, String path, String answer) {
        RequestHead asked = new RequestHead(method, "https://openrouter.ai/api/v1" + path, path, Headers.NONE);
        Body body = Body.whole(answer.getBytes(StandardCharsets.UTF_8));
        return captured(1, asked, null, JSON, body, Pieces.NONE, new Outcome.Completed());
    }

    static CapturedExchange answered(int number, Headers headers, Body answer) {
        RequestHead asked = new RequestHead("POST", URL, "/chat/completions", Headers.NONE);
        return captured(number, asked, null, headers, answer, Pieces.NONE, new Outcome.Completed());
    }

    private static CapturedExchange captured(
            int number,
            RequestHead asked,
            @Nullable Credential key,
            Headers headers,
            Body answer,
            Pieces pieces,
            @Nullable Outcome outcome) {
        return new CapturedExchange(
                id(number),
                asked,
                key,
                Body.whole("{\"model\":\"asked\"}".getBytes(StandardCharsets.UTF_8)),
                new ResponseHead(200, headers),
                answer,
                pieces,
                Timing.startedAt(RECEIVED),
                List.of(),
                outcome);
    }

    /** A call that shows what {@code seen} holds at the moment. */
    static InFlightCall call(int number, CapturedExchange[] seen) {
        return new InFlightCall() {
            @Override
            public ExchangeId id() {
                return Captures.id(number);
            }

            @Override
            public CapturedExchange snapshot() {
                return seen[0];
            }
        };
    }

    static InFlightCall call(int number) {
        return call(number, new CapturedExchange[] {running(number, "")});
    }
}
