package io.github.openrouterproxy.dao.sqlite.rollup;

import io.github.openrouterproxy.exchange.ApiKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What figures are kept apart by.
 *
 * @param status 0 when there was none
 */
record Series(@Nullable ApiKey user, @Nullable String model, int status, boolean failed) {
    /** Columns {@code user_fingerprint, user_mask, model, status, failed}. */
    static Series of(ResultSet row) throws SQLException {
        String fingerprint = row.getString("user_fingerprint");
        String mask = row.getString("user_mask");
        return new Series(
                fingerprint == null ? null : new ApiKey(fingerprint, mask == null ? "" : mask),
                row.getString("model"),
                row.getInt("status"),
                row.getBoolean("failed"));
    }

    /** What tells one from another, which is not how a key is shown. */
    Key key(Grain grain) {
        return new Key(grain, user == null ? null : user.fingerprint(), model, status, failed);
    }

    /** See {@link Series}. */
    record Key(Grain grain, @Nullable String user, @Nullable String model, int status, boolean failed) {}
}
