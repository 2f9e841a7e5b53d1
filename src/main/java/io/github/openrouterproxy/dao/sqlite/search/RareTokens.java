package io.github.openrouterproxy.dao.sqlite.search;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Of a long text's runs a few that the newest exchanges seldom have: the index need not follow all of them, since what
 * it names is looked at anyway. Any thread.
 */
final class RareTokens {
    private static final int CHOSEN = 5;
    private static final int SAMPLED = 24;
    private static final int SAMPLE = 500;
    private static final String FREQUENCY = """
            SELECT count(*) FROM search.words
            WHERE words MATCH ? AND rowid > (SELECT max(docno) FROM search.docs) - ?
            """;

    private RareTokens() {}

    static List<String> of(Connection connection, Needle needle) throws SQLException {
        List<String> tokens = needle.tokens();
        if (tokens.size() <= CHOSEN) {
            return tokens;
        }
        int sampled = Math.min(SAMPLED, tokens.size());
        List<Frequency> frequencies = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(FREQUENCY)) {
            for (int i = 0; i < sampled; i++) {
                String token = tokens.get((int) ((long) i * tokens.size() / sampled));
                statement.setString(1, '"' + token + '"');
                statement.setInt(2, SAMPLE);
                try (ResultSet row = statement.executeQuery()) {
                    frequencies.add(new Frequency(token, row.next() ? row.getLong(1) : 0));
                }
            }
        }
        return frequencies.stream()
                .sorted(Comparator.comparingLong(Frequency::count))
                .limit(CHOSEN)
                .map(Frequency::token)
                .toList();
    }

    private record Frequency(String token, long count) {}
}
