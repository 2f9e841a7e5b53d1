package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.sqlite.table.Json;
import io.github.openrouterproxy.dao.sqlite.table.Micros;
import io.github.openrouterproxy.dao.sqlite.table.Parameters;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.exchange.Timing;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.exchange.Understanding.ToolCalls;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the row of {@code exchanges}, over the one that is there. The writer thread only. */
final class ExchangeStatement {
    /** Never change once a row is there. */
    private static final List<String> KEPT = List.of("id", "received_us", "method", "path");

    /** In the order in which they are bound. */
    private static final List<String> WRITTEN = List.of(
            "state",
            "authorization",
            "user_fingerprint",
            "user_mask",
            "url",
            "status",
            "error",
            "sent_us",
            "head_us",
            "first_piece_us",
            "last_piece_us",
            "finished_us",
            "committed_us",
            "model",
            "asked_model",
            "provider",
            "stream",
            "first_token_us",
            "finish_reason",
            "generation_id",
            "tool_calls",
            "tool_names",
            "prompt_tokens",
            "completion_tokens",
            "total_tokens",
            "cached_tokens",
            "cache_write_tokens",
            "reasoning_tokens",
            "prompt_audio_tokens",
            "completion_audio_tokens",
            "prompt_image_tokens",
            "completion_image_tokens",
            "cost_nanos",
            "cost_source",
            "prompt_cost_nanos",
            "completion_cost_nanos",
            "upstream_cost_nanos",
            "attempts",
            "request_bytes",
            "request_truncated",
            "response_bytes",
            "response_truncated",
            "redacted");

    private final PreparedStatement statement;

    ExchangeStatement(Connection connection) throws SQLException {
        statement = connection.prepareStatement("INSERT INTO exchanges (" + String.join(", ", KEPT) + ", "
                + String.join(", ", WRITTEN) + ") VALUES (?" + ",?".repeat(KEPT.size() + WRITTEN.size() - 1)
                + ") ON CONFLICT (id) DO UPDATE SET "
                + WRITTEN.stream()
                        .map(column -> column + " = excluded." + column)
                        .collect(Collectors.joining(", ")));
    }

    void write(Exchange exchange) throws SQLException {
        Parameters parameters = new Parameters(statement)
                .number(exchange.id().value())
                .number(Micros.of(exchange.timing().received()))
                .text(exchange.request().method())
                .text(exchange.request().path());
        ends(parameters, exchange);
        times(parameters, exchange.timing());
        understood(parameters, exchange.understanding());
        used(parameters, exchange.understanding().usage())
                .number(exchange.attempts().size())
                .number(exchange.requestBody().length())
                .flag(exchange.requestBody().truncated())
                .number(exchange.responseBody().length())
                .flag(exchange.responseBody().truncated())
                .text(Redactions.text(exchange.redacted()));
        statement.executeUpdate();
    }

    private static void ends(Parameters parameters, Exchange exchange) throws SQLException {
        ResponseHead response = exchange.response();
        ApiKey user = exchange.user();
        parameters
                .text(exchange.state().text())
                .text(exchange.authorization())
                .text(user == null ? null : user.fingerprint())
                .text(user == null ? null : user.mask())
                .text(exchange.request().url())
                .number(response == null ? null : response.status())
                .text(exchange.error());
    }

    private static void times(Parameters parameters, Timing timing) throws SQLException {
        parameters
                .micros(timing.sent())
                .micros(timing.head())
                .micros(timing.firstPiece())
                .micros(timing.lastPiece())
                .micros(timing.finished())
                .micros(timing.committed());
    }

    private static void understood(Parameters parameters, Understanding understanding) throws SQLException {
        ToolCalls tools = understanding.tools();
        parameters
                .text(understanding.model())
                .text(understanding.askedModel())
                .text(understanding.provider())
                .flag(understanding.stream())
                .micros(understanding.firstToken())
                .text(understanding.finishReason())
                .text(understanding.generationId())
                .number(tools == null ? null : tools.count())
                .text(tools == null || tools.names().isEmpty() ? null : Json.ofNames(tools.names()));
    }

    /** Tokens and cost, in the order of the columns. */
    static Parameters used(Parameters parameters, TokenUsage usage) throws SQLException {
        Cost cost = usage.cost();
        Cost.Source source = cost.source();
        return parameters
                .number(usage.prompt())
                .number(usage.completion())
                .number(usage.total())
                .number(usage.cached())
                .number(usage.cacheWrite())
                .number(usage.reasoning())
                .number(usage.promptAudio())
                .number(usage.completionAudio())
                .number(usage.promptImage())
                .number(usage.completionImage())
                .number(cost.nanos())
                .text(source == null ? null : source.text())
                .number(cost.promptNanos())
                .number(cost.completionNanos())
                .number(cost.upstreamNanos());
    }
}
