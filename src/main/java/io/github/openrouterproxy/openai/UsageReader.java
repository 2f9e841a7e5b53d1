package io.github.openrouterproxy.openai;

import com.fasterxml.jackson.core.JsonParser;
import io.github.openrouterproxy.exchange.CapturedExchange;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.Understanding;
import io.github.openrouterproxy.openai.RequestReader.Wanted;
import io.github.openrouterproxy.openai.endpoint.StoredObjects;
import io.github.openrouterproxy.openai.plain.ForeignJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads out of both bodies of a call who answered, what it used, and whether it failed inside a successful answer. What
 * cannot be read is unknown; nothing a client or an upstream sends makes it throw. Any thread.
 */
public final class UsageReader {
    /** OpenRouter tells it with every answer. */
    private static final String GENERATION_ID = "X-Generation-Id";

    private static final List<String> EVENT_STARTS = List.of("data:", "event:", ": ");
    private static final int LOOKED_AT = 64;
    private static final byte[] UNKNOWN = {};

    private UsageReader() {}

    /**
     * @param error inside an answer whose status said success; null when there was none
     * @param id what the answer's body calls it
     */
    public record Reading(
            Understanding understanding,
            @Nullable String error,
            @Nullable String id) {
        public static final Reading NOTHING = new Reading(Understanding.NOTHING, null, null);
    }

    public static Reading read(CapturedExchange captured) {
        Wanted wanted = wanted(captured);
        ResponseHead head = captured.response();
        if (head == null) {
            return new Reading(understanding(captured, wanted, wanted.stream(), new AnswerFacts(), null), null, null);
        }
        boolean encoded = head.headers().contains("Content-Encoding");
        boolean events = isEventStream(
                head.headers(), encoded ? UNKNOWN : captured.responseBody().bytes());
        AnswerFacts facts;
        Duration firstToken = null;
        if (events) {
            List<String> codings = head.headers().all("Content-Encoding");
            EventsReader.Read read =
                    new EventsReader(captured.responseBody(), captured.pieces(), codings, () -> beginning(head)).read();
            facts = read.facts();
            firstToken = read.firstToken();
        } else {
            facts = beginning(head);
            readWhole(captured, head.headers(), facts);
        }
        if (!encoded) {
            readTail(captured.responseBody().tail(), events, facts);
        }
        // a stored object that is fetched may tell of an error long past
        boolean failed = head.isFailure() || events || StoredObjects.isPaidFor(captured.request());
        Understanding understanding = understanding(captured, wanted, wanted.stream() || events, facts, firstToken);
        return new Reading(understanding, failed ? facts.error() : null, facts.id());
    }

    private static AnswerFacts beginning(ResponseHead head) {
        AnswerFacts facts = new AnswerFacts();
        facts.generationId(
                head.headers().first(GENERATION_ID).filter(id -> !id.isBlank()).orElse(null));
        return facts;
    }

    /** What the request alone tells; for a call that still runs. */
    public static Understanding readRequest(CapturedExchange captured) {
        Wanted wanted = wanted(captured);
        return new Understanding(
                wanted.model(), wanted.model(), null, wanted.stream(), null, null, null, null, TokenUsage.UNKNOWN);
    }

    private static Wanted wanted(CapturedExchange captured) {
        return RequestReader.read(captured.request().headers(), captured.requestBody());
    }

    private static Understanding understanding(
            CapturedExchange captured,
            Wanted wanted,
            boolean stream,
            AnswerFacts facts,
            @Nullable Duration firstToken) {
        boolean named = !StoredObjects.isNoAnswer(captured.request());
        boolean paidFor = StoredObjects.isPaidFor(captured.request());
        return new Understanding(
                facts.model() == null ? wanted.model() : facts.model(),
                wanted.model(),
                facts.provider(),
                stream,
                firstToken,
                named ? facts.finishReason() : null,
                named ? facts.generationId() : null,
                facts.tools(),
                paidFor ? facts.usage() : TokenUsage.UNKNOWN,
                StoredObjects.mayBeMadeLate(captured.request()) ? facts.late(paidFor) : null);
    }

    private static void readWhole(CapturedExchange captured, Headers headers, AnswerFacts facts) {
        byte[] body = captured.responseBody().bytes();
        List<String> codings = headers.all("Content-Encoding");
        try (InputStream in = ContentDecoder.open(codings, new ByteArrayInputStream(body), body.length);
                JsonParser json = ForeignJson.FACTORY.createParser(in)) {
            AnswerReader.read(json, null, facts);
        } catch (IOException e) {
            // not JSON, or cut: what was read before holds
            return;
        }
    }

    /** What is told last, of an answer that is too long to be kept: its usage. */
    private static void readTail(byte[] tail, boolean events, AnswerFacts facts) {
        if (tail.length == 0) {
            return;
        }
        if (events) {
            SseParser parser = new SseParser(event -> EventsReader.readEvent(event, facts));
            parser.push(tail, 0, tail.length);
            parser.finish();
        }
        if (events && facts.usage().prompt() != null) {
            return;
        }
        String end = new String(tail, StandardCharsets.ISO_8859_1);
        int usage = end.lastIndexOf("\"usage\"");
        if (usage >= 0) {
            EventsReader.readEvent(new SseEvent("message", "{" + end.substring(usage)), facts);
        }
    }

    /** @param body as far as it is decoded; how it begins counts more than what its head says of it */
    static boolean isEventStream(Headers headers, byte[] body) {
        int lookedAt = Math.min(LOOKED_AT, body.length);
        String start = new String(body, 0, lookedAt, StandardCharsets.ISO_8859_1).stripLeading();
        boolean named = headers.first("Content-Type")
                .map(type -> type.strip().toLowerCase(Locale.ROOT).startsWith("text/event-stream"))
                .orElse(false);
        return named ? !start.startsWith("{") : EVENT_STARTS.stream().anyMatch(start::startsWith);
    }
}
