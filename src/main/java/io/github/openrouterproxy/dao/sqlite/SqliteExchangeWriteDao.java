package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.DatabaseException;
import io.github.openrouterproxy.dao.ExchangeWriteDao;
import io.github.openrouterproxy.dao.sqlite.file.SqlFailure;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.exchange.Timing;
import io.github.openrouterproxy.exchange.TokenUsage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Writes on one connection of its own. The recorder's writer thread only; {@link #close} after that has ended. */
final class SqliteExchangeWriteDao implements ExchangeWriteDao, AutoCloseable {
    private static final String WRITE_EXCHANGE = """
            INSERT INTO exchanges (id, state, received_us, method, url, path, authorization, user_fingerprint,
              user_mask, status, error, model, provider, stream, finish_reason, sent_us, head_us, first_piece_us,
              first_token_us, last_piece_us, finished_us, prompt_tokens, completion_tokens, total_tokens,
              cached_tokens, reasoning_tokens, cost_micros, attempts, request_bytes, request_truncated,
              response_bytes, response_truncated)
            VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            ON CONFLICT (id) DO UPDATE SET state = excluded.state, authorization = excluded.authorization,
              user_fingerprint = excluded.user_fingerprint, user_mask = excluded.user_mask, url = excluded.url,
              status = excluded.status, error = excluded.error, model = excluded.model, provider = excluded.provider,
              stream = excluded.stream, finish_reason = excluded.finish_reason, sent_us = excluded.sent_us,
              head_us = excluded.head_us, first_piece_us = excluded.first_piece_us,
              first_token_us = excluded.first_token_us, last_piece_us = excluded.last_piece_us,
              finished_us = excluded.finished_us, prompt_tokens = excluded.prompt_tokens,
              completion_tokens = excluded.completion_tokens, total_tokens = excluded.total_tokens,
              cached_tokens = excluded.cached_tokens, reasoning_tokens = excluded.reasoning_tokens,
              cost_micros = excluded.cost_micros, attempts = excluded.attempts,
              request_bytes = excluded.request_bytes, request_truncated = excluded.request_truncated,
              response_bytes = excluded.response_bytes, response_truncated = excluded.response_truncated
            """;

    /** A request body only ever grows: of equal size it is the same, and its pages are not written again. */
    private static final String WRITE_REQUEST = """
            INSERT INTO request_contents (id, headers, sha256, body)
            VALUES (?1, ?2, ?3, CASE WHEN ?4 THEN CAST(?5 AS TEXT) ELSE ?5 END)
            ON CONFLICT (id) DO UPDATE SET headers = excluded.headers, sha256 = excluded.sha256, body = excluded.body
              WHERE octet_length(body) IS NOT octet_length(excluded.body) OR sha256 IS NOT excluded.sha256
            """;

    private static final String WRITE_RESPONSE = """
            INSERT INTO response_contents (id, headers, sha256, body, piece_count, pieces, attempts)
            VALUES (?1, ?2, ?3, CASE WHEN ?4 THEN CAST(?5 AS TEXT) ELSE ?5 END, ?6, ?7, ?8)
            ON CONFLICT (id) DO UPDATE SET headers = excluded.headers, sha256 = excluded.sha256, body = excluded.body,
              piece_count = excluded.piece_count, pieces = excluded.pieces, attempts = excluded.attempts
            """;

    private static final String MARK_INTERRUPTED = """
            UPDATE exchanges SET state = 'interrupted',
              error = coalesce(error, 'the proxy stopped while this call was running')
            WHERE state = 'in_flight'
            """;

    private static final String USED_BYTES = """
            SELECT (page_count - freelist_count) * page_size
            FROM pragma_page_count, pragma_freelist_count, pragma_page_size
            """;

    private final Connection connection;
    private final PreparedStatement writeExchange;
    private final PreparedStatement writeRequest;
    private final PreparedStatement writeResponse;
    private final Removal removal;
    private final PlainText plainText = new PlainText();

    SqliteExchangeWriteDao(Connection connection) throws SQLException {
        this.connection = connection;
        writeExchange = connection.prepareStatement(WRITE_EXCHANGE);
        writeRequest = connection.prepareStatement(WRITE_REQUEST);
        writeResponse = connection.prepareStatement(WRITE_RESPONSE);
        removal = new Removal(connection);
    }

    @Override
    public void write(List<Exchange> batch) {
        inTransaction("write exchanges", () -> {
            for (Exchange exchange : batch) {
                writeExchange(exchange);
                writeRequest(exchange);
                writeResponse(exchange);
            }
            return batch.size();
        });
    }

    @Override
    public int markInterrupted() {
        return inTransaction("mark interrupted exchanges", () -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(MARK_INTERRUPTED);
            }
        });
    }

    @Override
    public long newestId() {
        return number("find the newest id", "SELECT coalesce(max(id), 0) FROM exchanges");
    }

    @Override
    public long count() {
        return number("count exchanges", "SELECT exchanges FROM totals");
    }

    @Override
    public int deleteOldest(int limit) {
        return delete(Long.MAX_VALUE, limit);
    }

    @Override
    public int deleteOlderThan(ExchangeId oldestKept, int limit) {
        return delete(oldestKept.value(), limit);
    }

    @Override
    public long usedBytes() {
        return number("measure the file", USED_BYTES);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private int delete(long oldestKept, int limit) {
        int removed = 0;
        while (removed < limit) {
            int step = Math.min(limit - removed, Removal.STEP);
            int done = inTransaction("remove old exchanges", () -> removal.removeOldest(oldestKept, step));
            removed += done;
            if (done < step) {
                break;
            }
        }
        giveBackSpace();
        return removed;
    }

    private void giveBackSpace() {
        try {
            removal.giveBackSpace();
        } catch (SQLException e) {
            throw SqlFailure.doing("give space back", e);
        }
    }

    private void writeExchange(Exchange exchange) throws SQLException {
        ResponseHead response = exchange.response();
        ApiKey user = exchange.user();
        Timing timing = exchange.timing();
        TokenUsage usage = exchange.understanding().usage();
        new Parameters(writeExchange)
                .number(exchange.id().value())
                .text(exchange.state().text())
                .number(Micros.of(timing.received()))
                .text(exchange.request().method())
                .text(exchange.request().url())
                .text(exchange.request().path())
                .text(exchange.authorization())
                .text(user == null ? null : user.fingerprint())
                .text(user == null ? null : user.mask())
                .number(response == null ? null : response.status())
                .text(exchange.error())
                .text(exchange.understanding().model())
                .text(exchange.understanding().provider())
                .flag(exchange.understanding().stream())
                .text(exchange.understanding().finishReason())
                .micros(timing.sent())
                .micros(timing.head())
                .micros(timing.firstPiece())
                .micros(exchange.understanding().firstToken())
                .micros(timing.lastPiece())
                .micros(timing.finished())
                .number(usage.prompt())
                .number(usage.completion())
                .number(usage.total())
                .number(usage.cached())
                .number(usage.reasoning())
                .number(usage.costMicros())
                .number(exchange.attempts().size())
                .number(exchange.requestBody().length())
                .flag(exchange.requestBody().truncated())
                .number(exchange.responseBody().length())
                .flag(exchange.responseBody().truncated());
        writeExchange.executeUpdate();
    }

    private void writeRequest(Exchange exchange) throws SQLException {
        Body body = exchange.requestBody();
        new Parameters(writeRequest)
                .number(exchange.id().value())
                .text(Json.ofHeaders(exchange.request().headers()))
                .text(body.sha256())
                .flag(plainText.is(body))
                .bytes(body.bytes());
        writeRequest.executeUpdate();
    }

    private void writeResponse(Exchange exchange) throws SQLException {
        ResponseHead response = exchange.response();
        Body body = exchange.responseBody();
        new Parameters(writeResponse)
                .number(exchange.id().value())
                .text(response == null ? null : Json.ofHeaders(response.headers()))
                .text(body.sha256())
                .flag(plainText.is(body))
                .bytes(body.bytes())
                .number(exchange.pieces().count())
                .bytes(PiecesBlob.of(exchange.pieces().first()))
                .text(Json.ofAttempts(exchange.attempts()));
        writeResponse.executeUpdate();
    }

    private int inTransaction(String what, Work work) {
        try {
            execute("BEGIN IMMEDIATE");
        } catch (SQLException e) {
            throw SqlFailure.doing(what, e);
        }
        try {
            int result = work.run();
            execute("COMMIT");
            return result;
        } catch (SQLException e) {
            RuntimeException failure = SqlFailure.doing(what, e);
            rollBack(failure);
            throw failure;
        } catch (RuntimeException | Error e) {
            rollBack(e);
            throw e;
        }
    }

    private void rollBack(Throwable failure) {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // After a full disk or a failed read SQLite has rolled back by itself and has nothing left to roll back.
            failure.addSuppressed(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private long number(String what, String query) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            if (!row.next()) {
                throw new DatabaseException("Could not " + what + ": no row");
            }
            return row.getLong(1);
        } catch (SQLException e) {
            throw SqlFailure.doing(what, e);
        }
    }

    @FunctionalInterface
    private interface Work {
        int run() throws SQLException;
    }
}
