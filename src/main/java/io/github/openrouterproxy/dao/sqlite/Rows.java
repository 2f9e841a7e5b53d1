package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.dao.sqlite.seal.BodySeal;
import io.github.openrouterproxy.dao.sqlite.seal.BodySeal.Field;
import io.github.openrouterproxy.dao.sqlite.table.Json;
import io.github.openrouterproxy.dao.sqlite.table.Micros;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.ExchangeState;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.exchange.Timing;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.exchange.Understanding.ToolCalls;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads values out of the row a result stands on; columns are named as in the tables. */
final class Rows {
    private static final String BY_IDS = "SELECT * FROM exchanges WHERE id IN (%s) ORDER BY id DESC";
    private static final byte[] NO_BYTES = {};

    private Rows() {}

    /** Needs the columns of {@code exchanges}. */
    static ExchangeSummary summary(ResultSet row) throws SQLException {
        return new ExchangeSummary(
                new ExchangeId(row.getLong("id")),
                Micros.instant(row.getLong("received_us")),
                state(row),
                row.getString("method"),
                row.getString("url"),
                row.getString("path"),
                row.getString("model"),
                row.getBoolean("stream"),
                user(row),
                integer(row, "status"),
                row.getString("error"),
                duration(row, "finished_us"),
                duration(row, "first_token_us"),
                usage(row),
                row.getInt("attempts"),
                row.getLong("request_bytes"),
                row.getLong("response_bytes"),
                row.getBoolean("request_truncated") || row.getBoolean("response_truncated"));
    }

    /** Needs the columns of {@code exchanges}, and those of the contents with their prefixes. */
    static Exchange exchange(ResultSet row, BodySeal seal) throws SQLException {
        Integer status = integer(row, "status");
        return new Exchange(
                new ExchangeId(row.getLong("id")),
                state(row),
                new RequestHead(
                        row.getString("method"),
                        row.getString("url"),
                        row.getString("path"),
                        headers(row, "request_headers")),
                row.getString("authorization"),
                user(row),
                body(row, "request", Field.REQUEST_BODY, seal),
                status == null ? null : new ResponseHead(status, headers(row, "response_headers")),
                body(row, "response", Field.RESPONSE_BODY, seal),
                pieces(row),
                timing(row),
                Json.attempts(textOr(row, "attempts_made", "[]")),
                row.getString("error"),
                understanding(row),
                Redactions.parts(row.getString("redacted")));
    }

    static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    static @Nullable Duration duration(ResultSet row, String column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : Micros.duration(micros);
    }

    private static ExchangeState state(ResultSet row) throws SQLException {
        return ExchangeState.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
    }

    private static @Nullable ApiKey user(ResultSet row) throws SQLException {
        String fingerprint = row.getString("user_fingerprint");
        return fingerprint == null ? null : new ApiKey(fingerprint, textOr(row, "user_mask", "…"));
    }

    private static TokenUsage usage(ResultSet row) throws SQLException {
        return new TokenUsage(
                number(row, "prompt_tokens"),
                number(row, "completion_tokens"),
                number(row, "total_tokens"),
                number(row, "cached_tokens"),
                number(row, "cache_write_tokens"),
                number(row, "reasoning_tokens"),
                number(row, "prompt_audio_tokens"),
                number(row, "completion_audio_tokens"),
                number(row, "prompt_image_tokens"),
                number(row, "completion_image_tokens"),
                cost(row));
    }

    private static Cost cost(ResultSet row) throws SQLException {
        Long nanos = number(row, "cost_nanos");
        String source = textOr(row, "cost_source", Cost.Source.REPORTED.text());
        return new Cost(
                nanos,
                number(row, "prompt_cost_nanos"),
                number(row, "completion_cost_nanos"),
                number(row, "upstream_cost_nanos"),
                nanos == null ? null : Cost.Source.valueOf(source.toUpperCase(Locale.ROOT)));
    }

    private static Understanding understanding(ResultSet row) throws SQLException {
        Integer toolCalls = integer(row, "tool_calls");
        return new Understanding(
                row.getString("model"),
                row.getString("asked_model"),
                row.getString("provider"),
                row.getBoolean("stream"),
                duration(row, "first_token_us"),
                row.getString("finish_reason"),
                row.getString("generation_id"),
                toolCalls == null ? null : new ToolCalls(toolCalls, Json.names(textOr(row, "tool_names", "[]"))),
                usage(row));
    }

    private static Timing timing(ResultSet row) throws SQLException {
        return new Timing(
                Micros.instant(row.getLong("received_us")),
                duration(row, "sent_us"),
                duration(row, "head_us"),
                duration(row, "first_piece_us"),
                duration(row, "last_piece_us"),
                duration(row, "finished_us"),
                duration(row, "committed_us"));
    }

    private static Body body(ResultSet row, String side, Field field, BodySeal seal) throws SQLException {
        long length = row.getLong(side + "_bytes");
        boolean truncated = row.getBoolean(side + "_truncated");
        // An older version's may still be there where rules took something out, and would tell it.
        String sha256 = truncated ? row.getString(side + "_sha256") : null;
        return seal.open(row.getLong("id"), field, row.getString(side + "_key_id"), bytes(row, side + "_body"))
                .map(bytes -> new Body(bytes, length, sha256, truncated))
                .orElseGet(() -> Body.unreadable(length, sha256, truncated));
    }

    private static Pieces pieces(ResultSet row) throws SQLException {
        return new Pieces(bytes(row, "pieces"), row.getLong("piece_count"));
    }

    private static Headers headers(ResultSet row, String column) throws SQLException {
        return Json.headers(textOr(row, column, "[]"));
    }

    private static byte[] bytes(ResultSet row, String column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? NO_BYTES : bytes;
    }

    private static String textOr(ResultSet row, String column, String whenNull) throws SQLException {
        String text = row.getString(column);
        return text == null ? whenNull : text;
    }

    private static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    /** Those of the exchanges that are there, newest first. */
    static List<ExchangeSummary> summaries(Connection connection, Collection<Long> ids) throws SQLException {
        String list = ids.stream().map(String::valueOf).collect(Collectors.joining(","));
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(BY_IDS.formatted(list))) {
            return summaries(rows);
        }
    }

    /** Every row of a result. */
    static List<ExchangeSummary> summaries(ResultSet rows) throws SQLException {
        List<ExchangeSummary> all = new ArrayList<>();
        while (rows.next()) {
            all.add(summary(rows));
        }
        return all;
    }
}
