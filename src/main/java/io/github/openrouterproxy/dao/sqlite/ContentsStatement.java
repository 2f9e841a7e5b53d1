package io.github.openrouterproxy.dao.sqlite;

import io.github.openrouterproxy.dao.sqlite.seal.BodySeal;
import io.github.openrouterproxy.dao.sqlite.seal.BodySeal.Field;
import io.github.openrouterproxy.dao.sqlite.seal.BodySeal.Sealed;
import io.github.openrouterproxy.dao.sqlite.table.Json;
import io.github.openrouterproxy.dao.sqlite.table.Parameters;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.Exchange.RedactedPart;
import io.github.openrouterproxy.exchange.ResponseHead;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Writes the headers, bodies and pieces of an exchange, over those that are there. The writer thread only. */
final class ContentsStatement {
    /** A request body only grows: of equal size it is the same, but where something was taken out. */
    private static final String WRITE_REQUEST = """
            INSERT INTO request_contents (id, headers, sha256, body, key_id)
            VALUES (?1, ?2, ?3, CASE WHEN ?4 THEN CAST(?5 AS TEXT) ELSE ?5 END, ?6)
            ON CONFLICT (id) DO UPDATE SET headers = excluded.headers, sha256 = excluded.sha256, body = excluded.body,
              key_id = excluded.key_id
              WHERE octet_length(body) IS NOT octet_length(excluded.body) OR sha256 IS NOT excluded.sha256 OR ?7
            """;

    private static final String WRITE_RESPONSE = """
            INSERT INTO response_contents (id, headers, sha256, body, piece_count, pieces, attempts, key_id)
            VALUES (?1, ?2, ?3, CASE WHEN ?4 THEN CAST(?5 AS TEXT) ELSE ?5 END, ?6, ?7, ?8, ?9)
            ON CONFLICT (id) DO UPDATE SET headers = excluded.headers, sha256 = excluded.sha256, body = excluded.body,
              piece_count = excluded.piece_count, pieces = excluded.pieces, attempts = excluded.attempts,
              key_id = excluded.key_id
            """;

    private final PreparedStatement writeRequest;
    private final PreparedStatement writeResponse;
    private final PlainText plainText = new PlainText();
    private final BodySeal seal;

    ContentsStatement(Connection connection, BodySeal seal) throws SQLException {
        this.seal = seal;
        writeRequest = connection.prepareStatement(WRITE_REQUEST);
        writeResponse = connection.prepareStatement(WRITE_RESPONSE);
    }

    void write(Exchange exchange) throws SQLException {
        writeRequest(exchange);
        writeResponse(exchange);
    }

    private void writeRequest(Exchange exchange) throws SQLException {
        Body body = exchange.requestBody();
        Sealed sealed = seal.seal(exchange.id().value(), Field.REQUEST_BODY, body.bytes());
        new Parameters(writeRequest)
                .number(exchange.id().value())
                .text(Json.ofHeaders(exchange.request().headers()))
                .text(body.sha256())
                .flag(sealed.keyId() == null && plainText.is(body))
                .bytes(sealed.bytes())
                .text(sealed.keyId())
                .flag(exchange.redacted().contains(RedactedPart.REQUEST_BODY));
        writeRequest.executeUpdate();
    }

    private void writeResponse(Exchange exchange) throws SQLException {
        ResponseHead response = exchange.response();
        Body body = exchange.responseBody();
        Sealed sealed = seal.seal(exchange.id().value(), Field.RESPONSE_BODY, body.bytes());
        new Parameters(writeResponse)
                .number(exchange.id().value())
                .text(response == null ? null : Json.ofHeaders(response.headers()))
                .text(body.sha256())
                .flag(sealed.keyId() == null && plainText.is(body))
                .bytes(sealed.bytes())
                .number(exchange.pieces().count())
                .bytes(exchange.pieces().packed())
                .text(Json.ofAttempts(exchange.attempts()))
                .text(sealed.keyId());
        writeResponse.executeUpdate();
    }
}
