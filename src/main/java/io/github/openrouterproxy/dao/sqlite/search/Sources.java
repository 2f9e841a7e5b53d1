package io.github.openrouterproxy.dao.sqlite.search;

import io.github.openrouterproxy.dao.SearchText;
import io.github.openrouterproxy.dao.sqlite.table.Json;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Reads the texts of exchanges out of what was recorded, leaving out bodies that are encrypted. Confined to its
 * caller, as its connection is.
 */
final class Sources implements AutoCloseable {
    private static final String SOURCE = """
            SELECT e.method, e.url, e.path, q.headers, iif(q.key_id IS NULL, q.body, NULL), e.status, r.headers,
              iif(r.key_id IS NULL, r.body, NULL)
            FROM exchanges e
            LEFT JOIN request_contents q ON q.id = e.id
            LEFT JOIN response_contents r ON r.id = e.id
            WHERE e.id = ?
            """;

    private static final int REQUEST_HEADERS = 4;
    private static final int REQUEST_BODY = 5;
    private static final int STATUS = 6;
    private static final int RESPONSE_HEADERS = 7;
    private static final int RESPONSE_BODY = 8;
    private static final byte[] NOTHING = {};

    private final SearchText function;
    private final PreparedStatement source;

    Sources(Connection connection, SearchText function) throws SQLException {
        this.function = function;
        this.source = connection.prepareStatement(SOURCE);
    }

    /** @return none when it is no longer there */
    List<String> texts(long id) throws SQLException {
        source.setLong(1, id);
        try (ResultSet row = source.executeQuery()) {
            if (!row.next()) {
                return List.of();
            }
            Headers requestHeaders = headers(row, REQUEST_HEADERS);
            return function.of(
                    new RequestHead(row.getString(1), row.getString(2), row.getString(3), requestHeaders),
                    body(row, REQUEST_BODY),
                    new ResponseHead(row.getInt(STATUS), headers(row, RESPONSE_HEADERS)),
                    body(row, RESPONSE_BODY));
        }
    }

    @Override
    public void close() throws SQLException {
        source.close();
    }

    private static Headers headers(ResultSet row, int column) throws SQLException {
        String json = row.getString(column);
        return json == null ? Headers.NONE : Json.headers(json);
    }

    private static Body body(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return Body.whole(bytes == null ? NOTHING : bytes);
    }
}
