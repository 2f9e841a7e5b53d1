package io.github.openrouterproxy.openai;

import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.openai.plain.PlainJson;
import io.github.openrouterproxy.openai.plain.StreamTexts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The readable texts of a call: method and address, and both bodies with their content coding and JSON's escapes
 * undone; of a streamed answer all its strings, put together. Any thread.
 */
public final class SearchTexts {
    private static final int SHARE_OF_HEAP = 64;

    private static final long FEWEST_DECODED = 4L * 1024 * 1024;
    private static final long MOST_DECODED = 32L * 1024 * 1024;
    /** Of one body; what comes behind is not searched. In memory it is twice more, as characters and as they read. */
    private static final int DECODED = mostDecoded(Runtime.getRuntime().maxMemory());

    private static final Set<String> NO_TEXT = Set.of("image", "audio", "video", "font");
    /** Behind them come totals, which no text shows. */
    private static final int LAST_EVENTS = 2;

    private SearchTexts() {}

    public static List<String> of(
            RequestHead request, Body requestBody, @Nullable ResponseHead response, Body responseBody) {
        Set<String> texts = new LinkedHashSet<>();
        texts.add(request.method() + " " + request.url());
        add(texts, request.headers(), requestBody);
        if (!responseBody.isEmpty()) {
            add(texts, response == null ? Headers.NONE : response.headers(), responseBody);
        }
        return List.copyOf(texts);
    }

    private static void add(Collection<String> texts, Headers headers, Body body) {
        if (body.bytes().length == 0 || isNoText(headers)) {
            return;
        }
        byte[] decoded = ContentDecoder.decode(headers.all("Content-Encoding"), body.bytes(), DECODED)
                .bytes();
        if (UsageReader.isEventStream(headers, decoded)) {
            addStream(texts, decoded);
            return;
        }
        String text = new String(decoded, 0, Math.min(DECODED, decoded.length), StandardCharsets.UTF_8);
        texts.addAll(PlainJson.texts(text));
        if (StreamTexts.isManyValues(text)) {
            StreamTexts values = new StreamTexts();
            values.values(text);
            values.addTo(texts);
        }
    }

    /**
     * @param heap the most that there may be, in bytes
     * @return in bytes
     */
    static int mostDecoded(long heap) {
        return (int) Math.max(FEWEST_DECODED, Math.min(MOST_DECODED, heap / SHARE_OF_HEAP));
    }

    private static boolean isNoText(Headers headers) {
        String type = headers.first("Content-Type").orElse("").strip().toLowerCase(Locale.ROOT);
        int end = type.indexOf('/');
        return end > 0 && NO_TEXT.contains(type.substring(0, end));
    }

    private static void addStream(Collection<String> texts, byte[] stream) {
        StreamTexts all = new StreamTexts();
        List<String> first = new ArrayList<>();
        Deque<String> last = new ArrayDeque<>();
        Consumer<SseEvent> sink = event -> {
            boolean failed = all.event(event.type(), event.data());
            if (first.isEmpty() || failed) {
                first.add(event.data());
            } else if (last.size() == LAST_EVENTS) {
                last.remove();
                last.add(event.data());
            } else {
                last.add(event.data());
            }
        };
        SseParser parser = new SseParser(sink, stream.length + 1);
        parser.push(stream, 0, stream.length);
        parser.finish();
        all.addTo(texts);
        first.addAll(last);
        first.forEach(event -> texts.addAll(PlainJson.texts(event)));
    }
}
