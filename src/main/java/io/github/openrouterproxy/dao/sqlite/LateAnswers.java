package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.LookedUp;
import io.github.openrouterproxy.dao.sqlite.rollup.Rollups;
import io.github.openrouterproxy.dao.sqlite.table.Parameters;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost;
import io.github.openrouterproxy.exchange.Understanding.LateAnswer;
import io.github.openrouterproxy.exchange.Understanding.LateAnswer.Awaited;
import io.github.openrouterproxy.exchange.Understanding.LateAnswer.Told;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Adds to calls that ended what becomes known of their answers later. Calls whose answer is made after their end are
 * remembered, until the first one of the same user that asks for it afterwards tells what it used, or one that gets it
 * at last counts that itself. The writer thread only, in its transactions.
 */
final class LateAnswers {
    private static final String AWAIT = "INSERT OR REPLACE INTO late_answers (id, answer) VALUES (?, ?)";

    private static final String AWAITING = """
            SELECT max(l.id) FROM late_answers l JOIN exchanges e ON e.id = l.id
            WHERE l.answer = ? AND e.user_fingerprint IS ?
            """;

    private static final String AWAITED = """
            DELETE FROM late_answers
            WHERE answer = ? AND (SELECT user_fingerprint FROM exchanges e WHERE e.id = late_answers.id) IS ?
            """;

    /** A cost that is known stays, with its parts, where none is told, or but one that was computed. */
    private static final String KEPT =
            "cost_nanos IS NOT NULL AND (?11 IS NULL OR ?12 = 'computed' AND cost_source <> 'computed')";

    private static final String USED = """
            UPDATE exchanges SET
              prompt_tokens = coalesce(?1, prompt_tokens),
              completion_tokens = coalesce(?2, completion_tokens),
              total_tokens = coalesce(?3, total_tokens),
              cached_tokens = coalesce(?4, cached_tokens),
              cache_write_tokens = coalesce(?5, cache_write_tokens),
              reasoning_tokens = coalesce(?6, reasoning_tokens),
              prompt_audio_tokens = coalesce(?7, prompt_audio_tokens),
              completion_audio_tokens = coalesce(?8, completion_audio_tokens),
              prompt_image_tokens = coalesce(?9, prompt_image_tokens),
              completion_image_tokens = coalesce(?10, completion_image_tokens),
              cost_nanos = iif(%1$s, cost_nanos, ?11),
              cost_source = iif(%1$s, cost_source, ?12),
              prompt_cost_nanos = iif(%1$s, prompt_cost_nanos, ?13),
              completion_cost_nanos = iif(%1$s, completion_cost_nanos, ?14),
              upstream_cost_nanos = iif(%1$s, upstream_cost_nanos, ?15)
            WHERE id = ?16
            """.formatted(KEPT);

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

    /** What of a call is counted by whoever counts calls as they are recorded. */
    private static final String COUNTED = """
            SELECT prompt_tokens, completion_tokens, cached_tokens, cache_write_tokens, reasoning_tokens, cost_nanos
            FROM exchanges WHERE id = ?
            """;

    private final Connection connection;
    private final Rollups rollups;
    private final PreparedStatement awaiting;
    private final PreparedStatement awaited;

    LateAnswers(Connection connection, Rollups rollups) throws SQLException {
        this.connection = connection;
        this.rollups = rollups;
        awaiting = connection.prepareStatement(AWAITING);
        awaited = connection.prepareStatement(AWAITED);
    }

    /** After the batch is written. @return what it added to other calls */
    List<TokenUsage> written(List<Exchange> batch) throws SQLException {
        List<TokenUsage> added = new ArrayList<>();
        for (Exchange exchange : batch) {
            LateAnswer late = exchange.understanding().late();
            if (late instanceof Awaited) {
                await(exchange.id().value(), late);
            } else if (late != null) {
                if (late instanceof Told told) {
                    add(exchange, told, added);
                }
                // all of them, or the next call that asks would have it counted again
                of(awaited, exchange, late).executeUpdate();
            }
        }
        return added;
    }

    /** What the upstream told when it was asked for it. @return what it added */
    List<TokenUsage> complete(List<LookedUp> answers) throws SQLException {
        List<Long> ids = answers.stream().map(answer -> answer.id().value()).toList();
        List<TokenUsage> added = new ArrayList<>();
        var unused = rollups.changing(ids, () -> lookedUp(answers, added));
        return added;
    }

    private void lookedUp(List<LookedUp> answers, List<TokenUsage> added) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOOKED_UP)) {
            for (LookedUp answer : answers) {
                TokenUsage usage = answer.usage();
                TokenUsage before = counted(answer.id().value());
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
                added.add(more(before, counted(answer.id().value())));
            }
        }
    }

    private void await(long id, LateAnswer late) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(AWAIT)) {
            new Parameters(statement).number(id).text(late.id());
            statement.executeUpdate();
        }
    }

    private void add(Exchange teller, Told told, List<TokenUsage> added) throws SQLException {
        OptionalLong newest = newestAwaiting(teller, told);
        if (newest.isPresent()) {
            long id = newest.getAsLong();
            TokenUsage before = counted(id);
            var unused = rollups.changing(List.of(id), () -> used(id, told.usage()));
            added.add(more(before, counted(id)));
        }
    }

    private void used(long id, TokenUsage usage) throws SQLException {
        try (PreparedStatement used = connection.prepareStatement(USED)) {
            ExchangeStatement.used(new Parameters(used), usage).number(id);
            used.executeUpdate();
        }
    }

    private TokenUsage counted(long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COUNTED)) {
            new Parameters(statement).number(id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? counted(row) : TokenUsage.UNKNOWN;
            }
        }
    }

    private static TokenUsage counted(ResultSet row) throws SQLException {
        Long cost = Rows.number(row, "cost_nanos");
        return new TokenUsage(
                Rows.number(row, "prompt_tokens"),
                Rows.number(row, "completion_tokens"),
                null,
                Rows.number(row, "cached_tokens"),
                Rows.number(row, "cache_write_tokens"),
                Rows.number(row, "reasoning_tokens"),
                null,
                null,
                null,
                null,
                Cost.reported(cost));
    }

    private static TokenUsage more(TokenUsage before, TokenUsage after) {
        return new TokenUsage(
                more(before.prompt(), after.prompt()),
                more(before.completion(), after.completion()),
                null,
                more(before.cached(), after.cached()),
                more(before.cacheWrite(), after.cacheWrite()),
                more(before.reasoning(), after.reasoning()),
                null,
                null,
                null,
                null,
                Cost.reported(more(before.costNanos(), after.costNanos())));
    }

    /** Null where it is not more: what was counted is not taken back. */
    private static @Nullable Long more(@Nullable Long before, @Nullable Long after) {
        long more = (after == null ? 0 : after) - (before == null ? 0 : before);
        return more > 0 ? more : null;
    }

    private OptionalLong newestAwaiting(Exchange teller, LateAnswer late) throws SQLException {
        try (ResultSet row = of(awaiting, teller, late).executeQuery()) {
            long id = row.next() ? row.getLong(1) : 0;
            return id == 0 ? OptionalLong.empty() : OptionalLong.of(id);
        }
    }

    /** An id is no secret: whoever tells of it must be who asked, or anybody could say what others used. */
    private static PreparedStatement of(PreparedStatement statement, Exchange teller, LateAnswer late)
            throws SQLException {
        ApiKey user = teller.user();
        new Parameters(statement).text(late.id()).text(user == null ? null : user.fingerprint());
        return statement;
    }
}
