package io.github.openrouterproxy.openai;

import com.fasterxml.jackson.core.JsonParser;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.Pieces.Piece;
import io.github.openrouterproxy.openai.plain.Bounded;
import io.github.openrouterproxy.openai.plain.ForeignJson;
import io.github.openrouterproxy.openai.plain.ShortStrings;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the events of a streamed answer, and finds out when the first of its content came. Confined to its caller. */
final class EventsReader {
    private static final String LAST = "[DONE]";
    private static final String JSON_STARTS = "{[\"";
    private static final int LONGEST_ERROR = 2000;
    private static final int BUFFER = 8192;
    /** No name, and hardly an error's message is longer; a picture is. */
    private static final int LONGEST_STRING = 4096;

    /** How much is decoded over and over to find a time. */
    private static final long MOST_TRIED = 16L * 1024 * 1024;

    private static final int COST_OF_TRY = 16 * 1024;
    /** What does not end on a flush says nothing of what it cost to try. */
    private static final int MOST_BROKEN = 16;

    private final Body body;
    private final Pieces pieces;
    private final List<String> codings;
    private final Supplier<AnswerFacts> beginning;

    /** @param beginning what is known before the first event */
    EventsReader(Body body, Pieces pieces, List<String> codings, Supplier<AnswerFacts> beginning) {
        this.body = body;
        this.pieces = pieces;
        this.codings = codings;
        this.beginning = beginning;
    }

    /** @param firstToken null when there was no content, or nobody knows when it came */
    record Read(AnswerFacts facts, @Nullable Duration firstToken) {}

    Read read() {
        Pass pass = new Pass(body.bytes().length, false);
        if (pass.broken && ContentDecoder.readsAhead(codings)) {
            pass = new Pass(body.bytes().length, true);
        }
        Duration firstToken = ContentDecoder.readsAhead(codings) ? triedTime(pass.facts) : pass.firstToken;
        return new Read(pass.facts, firstToken);
    }

    /**
     * The decoder takes in more than it needs for what it gives. But a server that flushes its encoder ends a block
     * with it, so that what had come by then can be decoded alone.
     */
    private @Nullable Duration triedTime(AnswerFacts all) {
        if (!all.hasContent()) {
            return null;
        }
        long end = 0;
        long left = MOST_TRIED;
        int broken = 0;
        for (Piece piece : pieces) {
            end += piece.size();
            if (left < 0 || broken == MOST_BROKEN || end > body.bytes().length) {
                return null;
            }
            Pass pass = new Pass((int) end, end < body.bytes().length || pieces.count() > 1);
            if (!pass.broken && pass.facts.hasContent()) {
                return Duration.ofNanos(piece.offsetMicros() * 1000);
            }
            broken += pass.broken ? 1 : 0;
            left -= end + pass.decoded + COST_OF_TRY;
        }
        return null;
    }

    static void readEvent(SseEvent event, AnswerFacts facts) {
        String data = event.data().strip();
        if (data.isEmpty() || data.equals(LAST)) {
            return;
        }
        if (JSON_STARTS.indexOf(data.charAt(0)) >= 0) {
            AnswerFacts told = isOfRunsPart(event.type()) ? new AnswerFacts() : facts;
            try (JsonParser json = ForeignJson.FACTORY.createParser(data)) {
                AnswerReader.read(json, event.type(), told);
            } catch (IOException e) {
                // one event that is not JSON says nothing about the others
            }
            if (told.hasContent()) {
                facts.content();
            }
        }
        if (AnswerReader.isFailure(event.type()) && facts.error() == null) {
            facts.error(data.length() > LONGEST_ERROR ? data.substring(0, LONGEST_ERROR) : data);
        }
    }

    /** A run's thread, messages and steps have names and states of their own, and steps have counts that it sums up. */
    private static boolean isOfRunsPart(String type) {
        return type.startsWith("thread.") && (!type.startsWith("thread.run.") || type.startsWith("thread.run.step."));
    }

    /** The body, or its beginning, read once; and once more without its long strings if an event was too large. */
    private final class Pass {
        private final int end;
        private final boolean ended;
        private AnswerFacts facts = beginning.get();
        private @Nullable Duration firstToken;
        private boolean broken;
        private long decoded;

        /** @param ended whether an end is put to it that it lacks */
        Pass(int end, boolean ended) {
            this.end = end;
            this.ended = ended;
            if (run(false)) {
                facts = beginning.get();
                firstToken = null;
                run(true);
            }
        }

        /** @return whether an event was left out */
        private boolean run(boolean shortened) {
            SseParser parser = new SseParser(event -> readEvent(event, facts));
            WireStream wire = new WireStream(body.bytes(), end, pieces);
            try (InputStream all = ContentDecoder.open(codings, ended ? ContentDecoder.ended(wire) : wire, end);
                    InputStream in = shortened ? new ShortStrings(all, LONGEST_STRING) : all) {
                byte[] buffer = new byte[BUFFER];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    boolean before = facts.hasContent();
                    decoded += read;
                    parser.push(buffer, 0, read);
                    if (!before && facts.hasContent()) {
                        firstToken = wire.time();
                    }
                }
            } catch (Bounded.Exceeded e) {
                // an end of its own would not make it shorter
                broken = false;
            } catch (IOException e) {
                // cut or broken content: what was read before holds
                broken = true;
            }
            parser.finish();
            return parser.leftOut();
        }
    }
}
