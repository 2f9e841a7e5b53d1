package io.github.openrouterproxy.dao;

import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Attempt;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.ExchangeState;
import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.exchange.Timing;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.Understanding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An exchange for tests; each method is a copy that differs in one respect. */
public record SampleExchange(
        long id,
        ExchangeState state,
        String method,
        String path,
        @Nullable String user,
        Body requestBody,
        @Nullable Integer status,
        Body responseBody,
        Instant received,
        @Nullable Duration finished,
        @Nullable String error,
        Understanding understanding) {
    public static final Instant NOON = Instant.parse("2026-11-20T12:00:00.123456Z");

    /** Finished with 200 after 250 ms, received at noon and as many seconds later as its number says. */
    public static SampleExchange number(int number) {
        Instant received = NOON.plusSeconds(number);
        return new SampleExchange(
                ExchangeId.atOrAfter(received).value(),
                ExchangeState.FINISHED,
                "POST",
                "/chat/completions",
                "alice",
                text("{\"question\":" + number + "}"),
                200,
                text("{\"answer\":" + number + "}"),
                received,
                Duration.ofMillis(250),
                null,
                Understanding.NOTHING);
    }

    public static Body text(String text) {
        return Body.whole(text.getBytes(StandardCharsets.UTF_8));
    }

    public SampleExchange inFlight() {
        return new SampleExchange(
                id,
                ExchangeState.IN_FLIGHT,
                method,
                path,
                user,
                requestBody,
                null,
                Body.EMPTY,
                received,
                null,
                null,
                understanding);
    }

    public SampleExchange by(@Nullable String newUser) {
        return new SampleExchange(
                id,
                state,
                method,
                path,
                newUser,
                requestBody,
                status,
                responseBody,
                received,
                finished,
                error,
                understanding);
    }

    public SampleExchange asking(Body body) {
        return new SampleExchange(
                id, state, method, path, user, body, status, responseBody, received, finished, error, understanding);
    }

    public SampleExchange answering(int newStatus, Body body) {
        return new SampleExchange(
                id, state, method, path, user, requestBody, newStatus, body, received, finished, error, understanding);
    }

    public SampleExchange to(String newMethod, String newPath) {
        return new SampleExchange(
                id,
                state,
                newMethod,
                newPath,
                user,
                requestBody,
                status,
                responseBody,
                received,
                finished,
                error,
                understanding);
    }

    public SampleExchange failing(String message) {
        return new SampleExchange(
                id,
                state,
                method,
                path,
                user,
                requestBody,
                null,
                Body.EMPTY,
                received,
                finished,
                message,
                understanding);
    }

    public SampleExchange lasting(Duration duration) {
        return new SampleExchange(
                id,
                state,
                method,
                path,
                user,
                requestBody,
                status,
                responseBody,
                received,
                duration,
                error,
                understanding);
    }

    public SampleExchange understoodAs(Understanding newUnderstanding) {
        return new SampleExchange(
                id,
                state,
                method,
                path,
                user,
                requestBody,
                status,
                responseBody,
                received,
                finished,
                error,
                newUnderstanding);
    }

    public SampleExchange costing(@Nullable Long promptTokens, @Nullable Long costNanos) {
        TokenUsage usage = new TokenUsage(promptTokens, null, null, null, null, costNanos);
        return understoodAs(new Understanding("openai/gpt-5", "OpenAI", false, null, "stop", usage));
    }

    public Exchange build() {
        return new Exchange(
                new ExchangeId(id),
                state,
                new RequestHead(
                        method,
                        "https://openrouter.ai/api/v1" + path,
                        path,
                        new Headers(List.of(new Header("Content-Type", "application/json"), new Header("X-A", "1")))),
                user == null ? null : "Bearer " + user,
                user == null ? null : new ApiKey(user, "sk-…" + user),
                requestBody,
                status == null ? null : new ResponseHead(status, Headers.NONE.with("Content-Type", "application/json")),
                responseBody,
                Pieces.of(List.of(), responseBody.isEmpty() ? 0 : 1),
                new Timing(received, null, null, null, null, finished),
                List.of(new Attempt(1, Duration.ofMillis(1), status, null, Duration.ZERO)),
                error,
                understanding);
    }
}
