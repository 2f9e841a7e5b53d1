package io.github.openrouterproxy.bars;

import io.github.openrouterproxy.exchange.Attempt;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Outcome;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.Pieces.Piece;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.exchange.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls as the relay would capture them, always the same ones for the same numbers: about 2 KiB of request and 4 KiB of
 * answer, by some hundred keys to some hundred models. Any thread.
 */
final class Calls {
    static final String BASE = "https://openrouter.ai/api/v1";
    static final int KEYS = 300;
    private static final long MICROS_A_PIECE = 35_000;

    private final Instant first;
    private final Duration apart;

    /** @param apart from one call to the next */
    Calls(Instant first, Duration apart) {
        this.first = first;
        this.apart = apart;
    }

    CapturedExchange call(long number) {
        Words words = new Words(number * 0x9E3779B97F4A7C15L);
        Conversation talk = Conversation.of(words, number);
        Instant received = first.plus(apart.multipliedBy(number));
        List<Piece> pieces = new ArrayList<>();
        long offset = 200_000L + words.below(900_000);
        Duration head = micros(offset);
        for (byte[] piece : talk.answer()) {
            pieces.add(new Piece(offset, piece.length));
            offset += MICROS_A_PIECE;
        }
        Duration last = micros(offset);
        Timing timing = new Timing(received, micros(900), head, head, last, last.plusNanos(80_000));
        Headers asked = new Headers(List.of())
                .with("Host", "localhost:8080")
                .with("Authorization", "Bearer " + key(words.rank(KEYS)))
                .with("User-Agent", "OpenAI/Python 1.54.0")
                .with("Content-Type", "application/json")
                .with("Accept", "application/json");
        Headers answered = new Headers(List.of())
                .with("Date", "Tue, 24 Nov 2026 10:00:00 GMT")
                .with("Content-Type", talk.contentType())
                .with("x-request-id", "req_" + number);
        return new CapturedExchange(
                ExchangeId.atOrAfter(received),
                new RequestHead(talk.method(), BASE + talk.path(), pathOnly(talk.path()), asked),
                Credential.borneBy(asked).orElseThrow(),
                Body.whole(talk.question()),
                new ResponseHead(talk.status(), answered),
                Body.whole(Conversation.joined(talk.answer())),
                Pieces.of(pieces, pieces.size()),
                timing,
                List.of(new Attempt(1, micros(700), talk.status(), null, Duration.ZERO)),
                new Outcome.Completed());
    }

    static String key(int number) {
        return "sk-or-v1-" + String.format("%032x", number * 7_919L);
    }

    private static String pathOnly(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }
}
