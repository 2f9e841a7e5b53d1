package io.github.openrouterproxy.dao.sqlite.rollup;

import io.github.openrouterproxy.dao.figures.KeyFigures;
import io.github.openrouterproxy.dao.figures.UserFigures;
import io.github.openrouterproxy.dao.sqlite.rollup.FigureWalk.Found;
import io.github.openrouterproxy.dao.sqlite.rollup.FigureWalk.Target;
import io.github.openrouterproxy.dao.sqlite.table.Micros;
import io.github.openrouterproxy.exchange.ApiKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds up by key; no key is an empty fingerprint. One thread. */
final class ByUser implements Target {
    private static final String FIRST_SEEN =
            "SELECT received_us FROM exchanges WHERE user_fingerprint = ? ORDER BY id LIMIT 1";
    private static final String LAST_SEEN =
            "SELECT received_us FROM exchanges WHERE user_fingerprint = ? ORDER BY id DESC LIMIT 1";

    private static final String MODELS = "SELECT series, model FROM rollup_series WHERE grain = 1";

    private final Map<String, ApiKey> keys = new HashMap<>();
    private final Map<String, Set<String>> models = new HashMap<>();
    private final Map<String, Tally> tallies = new HashMap<>();

    @Override
    public void add(long second, Series series, Found found) throws SQLException {
        ApiKey user = series.user();
        String fingerprint = user == null ? "" : user.fingerprint();
        if (user != null) {
            keys.putIfAbsent(fingerprint, user);
        }
        Set<String> asked = models.computeIfAbsent(fingerprint, none -> new HashSet<>());
        if (series.model() != null) {
            asked.add(series.model());
        }
        found.addTo(tallies.computeIfAbsent(fingerprint, none -> new Tally()));
    }

    /** Takes only whose they are: they are all of one key, and added up elsewhere. */
    void addOwner(Series series) {
        ApiKey user = series.user();
        if (user != null) {
            keys.putIfAbsent(user.fingerprint(), user);
        }
    }

    /** @param all of the one key that was added */
    List<KeyFigures> owner(Tally all) {
        return keys.values().stream()
                .map(user -> new KeyFigures(user, Results.of(all)))
                .toList();
    }

    /** The one with the most calls first. */
    List<KeyFigures> figures() {
        return tallies.entrySet().stream()
                .sorted(Results.byCalls())
                .map(user -> new KeyFigures(keys.get(user.getKey()), Results.of(user.getValue())))
                .toList();
    }

    /** @param connection to look when they were seen */
    List<UserFigures> users(Connection connection) throws SQLException {
        List<Map.Entry<String, Tally>> sorted =
                tallies.entrySet().stream().sorted(Results.byCalls()).toList();
        nameModels(connection);
        List<UserFigures> users = new ArrayList<>();
        try (PreparedStatement first = connection.prepareStatement(FIRST_SEEN);
                PreparedStatement last = connection.prepareStatement(LAST_SEEN)) {
            for (Map.Entry<String, Tally> user : sorted) {
                users.add(new UserFigures(
                        keys.get(user.getKey()),
                        seen(first, user.getKey()),
                        seen(last, user.getKey()),
                        models.getOrDefault(user.getKey(), Set.of()).size(),
                        Results.of(user.getValue())));
            }
        }
        return users;
    }

    /** Those that came as numbers, out of rows that are kept apart by key alone. */
    private void nameModels(Connection connection) throws SQLException {
        Map<Integer, String> names = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(MODELS);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                names.put(row.getInt("series"), row.getString("model"));
            }
        }
        tallies.forEach((user, tally) -> tally.models().forEach(number -> {
            String name = names.get(number);
            if (name != null) {
                models.computeIfAbsent(user, none -> new HashSet<>()).add(name);
            }
        }));
    }

    private static @Nullable Instant seen(PreparedStatement statement, String user) throws SQLException {
        statement.setString(1, user);
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? Micros.instant(row.getLong(1)) : null;
        }
    }
}
