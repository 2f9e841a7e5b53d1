package io.github.openrouterproxy.openai;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.Pieces.Piece;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.exchange.Timing;
import io.github.openrouterproxy.openai.UsageReader.Reading;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Calls with the answers that upstreams give. */
final class Answers {
    static final Headers JSON = Headers.NONE.with("Content-Type", "application/json; charset=utf-8");
    static final Headers EVENTS = Headers.NONE.with("Content-Type", "Text/Event-Stream; charset=utf-8");

    private Answers() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A whole answer with status 200. */
    static Reading read(String answer) {
        return UsageReader.read(captured("POST", "{}", 200, JSON, Body.whole(utf8(answer))));
    }

    /** A streamed answer; the first piece came after 10 ms, and each next 10 ms later. */
    static Reading readStream(String... pieces) {
        byte[][] bytes = new byte[pieces.length][];
        for (int i = 0; i < pieces.length; i++) {
            bytes[i] = utf8(pieces[i]);
        }
        return readStream(EVENTS, bytes);
    }

    static Reading readStream(Headers headers, byte[]... pieces) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        List<Piece> times = new ArrayList<>();
        for (byte[] piece : pieces) {
            body.writeBytes(piece);
            times.add(new Piece(10_000L * (times.size() + 1), piece.length));
        }
        CapturedExchange whole = captured("POST", "{\"stream\":true}", 200, headers, Body.whole(body.toByteArray()));
        return UsageReader.read(with(whole, Pieces.of(times, times.size())));
    }

    static CapturedExchange captured(String method, String request, int status, Headers headers, Body answer) {
        return new CapturedExchange(
                new ExchangeId(1),
                new RequestHead(method, "http://upstream/v1/x", "/x", Headers.NONE),
                null,
                Body.whole(utf8(request)),
                new ResponseHead(status, headers),
                answer,
                Pieces.NONE,
                Timing.startedAt(Instant.EPOCH),
                List.of(),
                new Outcome.Completed());
    }

    static CapturedExchange with(CapturedExchange captured, Pieces pieces) {
        return new CapturedExchange(
                captured.id(),
                captured.request(),
                captured.key(),
                captured.requestBody(),
                captured.response(),
                captured.responseBody(),
                pieces,
                captured.timing(),
                captured.attempts(),
                captured.outcome());
    }
}
