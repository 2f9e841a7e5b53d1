package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.LookedUp;
import io.github.openrouterproxy.dao.sqlite.table.Parameters;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.Understanding.LateAnswer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Adds to calls that ended what becomes known of their answers later. Calls whose answer is made after their end are
 * remembered, until the first one that asks for it afterwards tells what it used. The writer thread only, in its
 * transactions.
 */
final class LateAnswers {
    private static final String AWAIT = "INSERT OR REPLACE INTO late_answers (id, answer) VALUES (?, ?)";
    private static final String AWAITING = "SELECT max(id) FROM late_answers WHERE answer = ?";
    private static final String AWAITED = "DELETE FROM late_answers WHERE id = ?";

    private static final String USED = """
            UPDATE exchanges SET prompt_tokens = ?, completion_tokens = ?, total_tokens = ?, cached_tokens = ?,
              cache_write_tokens = ?, reasoning_tokens = ?, prompt_audio_tokens = ?, completion_audio_tokens = ?,
              prompt_image_tokens = ?, completion_image_tokens = ?, cost_nanos = ?, cost_source = ?,
              prompt_cost_nanos = ?, completion_cost_nanos = ?, upstream_cost_nanos = ?
            WHERE id = ?
            """;

    /** The cost where it is unknown, and the tokens that it is for. */
    private static final String LOOKED_UP = """
            UPDATE exchanges SET
              prompt_tokens = coalesce(?1, prompt_tokens),
              completion_tokens = coalesce(?2, completion_tokens),
              total_tokens = coalesce(?3, total_tokens),
              cached_tokens = coalesce(?4, cached_tokens),
              reasoning_tokens = coalesce(?5, reasoning_tokens),
              cost_nanos = ?6,
              upstream_cost_nanos = ?7,
              cost_source = 'looked_up'
            WHERE id = ?8 AND cost_nanos IS NULL AND state <> 'in_flight'
            """;

    private final Connection connection;

    LateAnswers(Connection connection) {
        this.connection = connection;
    }

    /** The ids of the batch, and of what is there already and changes with it. */
    List<Long> changedBy(List<Exchange> batch) throws SQLException {
        // each once, or its figures would be taken out and added twice
        Set<Long> ids = new LinkedHashSet<>();
        for (Exchange exchange : batch) {
            ids.add(exchange.id().value());
            LateAnswer late = exchange.understanding().late();
            long awaiting = late == null || late.usage() == null ? 0 : awaiting(late);
            if (awaiting > 0) {
                ids.add(awaiting);
            }
        }
        return List.copyOf(ids);
    }

    /** After the batch is written. */
    void write(List<Exchange> batch) throws SQLException {
        for (Exchange exchange : batch) {
            LateAnswer late = exchange.understanding().late();
            if (late == null) {
                continue;
            }
            TokenUsage usage = late.usage();
            if (usage == null) {
                await(exchange.id().value(), late);
            } else {
                add(late, usage);
            }
        }
    }

    /** What the upstream told when it was asked for it. */
    void complete(List<LookedUp> answers) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOOKED_UP)) {
            for (LookedUp answer : answers) {
                TokenUsage usage = answer.usage();
                new Parameters(statement)
                        .number(usage.prompt())
                        .number(usage.completion())
                        .number(usage.total())
                        .number(usage.cached())
                        .number(usage.reasoning())
                        .number(usage.cost().nanos())
                        .number(usage.cost().upstreamNanos())
                        .number(answer.id().value());
                statement.executeUpdate();
            }
        }
    }

    private void await(long id, LateAnswer late) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(AWAIT)) {
            new Parameters(statement).number(id).text(late.id());
            statement.executeUpdate();
        }
    }

    private void add(LateAnswer late, TokenUsage usage) throws SQLException {
        long id = awaiting(late);
        if (id == 0) {
            return;
        }
        try (PreparedStatement used = connection.prepareStatement(USED);
                PreparedStatement awaited = connection.prepareStatement(AWAITED)) {
            ExchangeStatement.used(new Parameters(used), usage).number(id);
            used.executeUpdate();
            awaited.setLong(1, id);
            awaited.executeUpdate();
        }
    }

    /** @return 0 when none does */
    private long awaiting(LateAnswer late) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(AWAITING)) {
            statement.setString(1, late.id());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
