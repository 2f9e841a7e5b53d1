package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.LookedUp;
import io.github.openrouterproxy.dao.sqlite.table.Parameters;
import io.github.openrouterproxy.exchange.TokenUsage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Adds the cost to rows of {@code exchanges} that have none, and the tokens that it is for. The writer thread only. */
final class LookedUpStatement {
    private static final String COMPLETE = """
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

    private LookedUpStatement() {}

    static void run(Connection connection, List<LookedUp> answers) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COMPLETE)) {
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
}
