package io.github.openrouterproxy.monitor;

import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Attempt;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.ExchangeId;
import io.github.openrouterproxy.exchange.ExchangeState;
import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.Pieces;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.exchange.ResponseHead;
import io.github.openrouterproxy.exchange.Timing;
import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.Understanding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Calls of every kind that a page has to stand: plain, streamed, hostile, Chinese, huge, failing, running. */
public final class SampleCalls {
    public static final String HOSTILE = "</pre><script>document.title='owned'</script><img src=x onerror=alert(1)>";

    private static final String BASE = "https://openrouter.ai/api/v1";
    private static final String JSON = "application/json";

    private final Instant newest;
    private final List<Exchange> calls = new ArrayList<>();

    private SampleCalls(Instant newest) {
        this.newest = newest;
    }

    /** Oldest first; the newest was received at {@code newest}. */
    public static List<Exchange> of(Instant newest, ApiKey one, ApiKey other) {
        SampleCalls samples = new SampleCalls(newest);
        IntStream.range(0, 60).forEach(i -> samples.plain(3600 - i * 47L, i % 3 == 0 ? other : one, i));
        samples.add(
                640,
                one,
                "/embeddings",
                200,
                embedding(),
                null,
                1,
                usage("openai/text-embedding-3-small", 8, null, 160L));
        samples.chinese(410, one);
        samples.add(
                333,
                other,
                "/chat/completions",
                429,
                rateLimit(),
                "Rate limit exceeded: free-models-per-min",
                3,
                nothing());
        samples.add(
                290,
                one,
                "/chat/completions?trace=" + "x".repeat(160),
                200,
                error(),
                "Provider disconnected",
                1,
                usage("anthropic/claude-sonnet-4.5", 900, 12L, 5200L));
        samples.unreachable(240, one);
        samples.add(180, one, "/chat/completions", 200, HOSTILE, null, 1, usage("<b>" + HOSTILE, 12, 3L, 40L));
        samples.huge(150, one);
        samples.left(120, other);
        samples.streamed(60, one);
        samples.running(4, one);
        samples.interrupted(7200, other);
        return samples.calls;
    }

    private void plain(long age, ApiKey user, int i) {
        String[] models = {"openai/gpt-4o-mini", "anthropic/claude-sonnet-4.5", "google/gemini-2.5-flash"};
        Understanding understanding = usage(models[i % 3], 120 + i * 37L, 40L + i * 11L, 210L + i * 97L);
        add(age, user, "/chat/completions", 200, chat("Paris is the capital of France."), null, 1, understanding);
    }

    private void add(
            long age,
            ApiKey user,
            String path,
            int status,
            String answer,
            @Nullable String error,
            int attempts,
            Understanding understanding) {
        Duration head = Duration.ofMillis(180 + age % 700);
        Duration end = head.plusMillis(40 + age % 1900);
        calls.add(new Exchange(
                id(age),
                ExchangeState.FINISHED,
                request("POST", path),
                null,
                user,
                Body.whole(bytes(
                        "{\"model\":\"openai/gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"What is "
                                + "the capital of France?\"}],\"temperature\":0.7}")),
                response(status, JSON),
                Body.whole(bytes(answer)),
                Pieces.NONE,
                timing(age, head, head, end),
                IntStream.rangeClosed(1, attempts)
                        .mapToObj(n -> new Attempt(
                                n, Duration.ofMillis(n * 90L), status, null, Duration.ofMillis(n * 40L - 40)))
                        .toList(),
                error,
                understanding));
    }

    private void chinese(long age, ApiKey user) {
        add(
                age,
                user,
                "/chat/completions",
                200,
                chat("\\u4f60\\u597d\\uff0c\\u4e16\\u754c \\ud83d\\ude00 — 春眠不觉晓，处处闻啼鸟。"),
                null,
                1,
                usage("qwen/qwen3-max", 31, 18L, 90L));
    }

    private void streamed(long age, ApiKey user) {
        StringBuilder events = new StringBuilder(": OPENROUTER PROCESSING\n\n");
        for (String word : "Once upon a time there was a relay that kept every byte".split(" ", -1)) {
            events.append("data: {\"id\":\"gen-1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,"
                    + "\"delta\":{\"role\":\"assistant\",\"content\":\"" + word + " \"},\"finish_reason\":null}]}\n\n");
        }
        events.append("data: [DONE]\n\n");
        Duration first = Duration.ofMillis(640);
        Understanding understanding = new Understanding(
                "openai/gpt-4o",
                "Azure",
                true,
                first,
                "stop",
                new TokenUsage(2100L, 812L, 2912L, 1024L, 256L, 13_370_000L));
        calls.add(exchange(
                age,
                ExchangeState.FINISHED,
                user,
                response(200, "text/event-stream"),
                Body.whole(bytes(events.toString())),
                timing(age, Duration.ofMillis(430), first, Duration.ofMillis(6210)),
                List.of(new Attempt(1, Duration.ofMillis(2), 200, null, Duration.ZERO)),
                null,
                understanding));
    }

    private void huge(long age, ApiKey user) {
        String text = "{\"data\":["
                + "{\"object\":\"embedding\",\"index\":1,\"text\":\"0123456789abcdef\"},".repeat(40_000) + "{}]}";
        Body cut = new Body(
                bytes(text), 31_457_280, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", true);
        calls.add(exchange(
                age,
                ExchangeState.FINISHED,
                user,
                response(200, JSON),
                cut,
                timing(age, Duration.ofMillis(900), Duration.ofMillis(900), Duration.ofMillis(74_000)),
                List.of(new Attempt(1, Duration.ofMillis(2), 200, null, Duration.ZERO)),
                null,
                usage("openai/gpt-4o", 90_000, 4L, 1_250_000L)));
    }

    private void unreachable(long age, ApiKey user) {
        Timing timing = new Timing(received(age), null, null, null, null, Duration.ofMillis(21_300));
        List<Attempt> attempts = IntStream.rangeClosed(1, 3)
                .mapToObj(n -> new Attempt(
                        n,
                        Duration.ofMillis(n * 7000L - 7000),
                        null,
                        "Connection refused: openrouter.ai/104.18.2.115:443",
                        Duration.ofMillis(n * 500L - 500)))
                .toList();
        calls.add(exchange(
                age,
                ExchangeState.FINISHED,
                user,
                null,
                Body.EMPTY,
                timing,
                attempts,
                "Connection refused: openrouter.ai/104.18.2.115:443",
                nothing()));
    }

    private void left(long age, ApiKey user) {
        Understanding understanding =
                new Understanding("openai/gpt-4o", null, true, Duration.ofMillis(500), null, TokenUsage.UNKNOWN);
        calls.add(exchange(
                age,
                ExchangeState.FINISHED,
                user,
                response(200, "text/event-stream"),
                Body.whole(bytes("data: {\"choices\":[]}\n\n")),
                timing(age, Duration.ofMillis(300), Duration.ofMillis(500), Duration.ofMillis(1400)),
                List.of(new Attempt(1, Duration.ofMillis(2), 200, null, Duration.ZERO)),
                "client disconnected",
                understanding));
    }

    private void running(long age, ApiKey user) {
        Timing timing = new Timing(received(age), Duration.ofMillis(3), null, null, null, null);
        Understanding understanding = new Understanding("openai/o3", null, true, null, null, TokenUsage.UNKNOWN);
        calls.add(
                exchange(age, ExchangeState.IN_FLIGHT, user, null, Body.EMPTY, timing, List.of(), null, understanding));
    }

    private void interrupted(long age, ApiKey user) {
        calls.add(
                0,
                exchange(
                        age,
                        ExchangeState.INTERRUPTED,
                        user,
                        null,
                        Body.EMPTY,
                        Timing.startedAt(received(age)),
                        List.of(),
                        null,
                        nothing()));
    }

    private Exchange exchange(
            long age,
            ExchangeState state,
            ApiKey user,
            @Nullable ResponseHead response,
            Body answer,
            Timing timing,
            List<Attempt> attempts,
            @Nullable String error,
            Understanding understanding) {
        Body question = Body.whole(bytes("{\"model\":\"openai/gpt-4o\",\"stream\":true,\"messages\":[]}"));
        return new Exchange(
                id(age),
                state,
                request("POST", "/chat/completions"),
                null,
                user,
                question,
                response,
                answer,
                Pieces.NONE,
                timing,
                attempts,
                error,
                understanding);
    }

    private ExchangeId id(long age) {
        return new ExchangeId(ExchangeId.atOrAfter(received(age)).value() + calls.size());
    }

    private Instant received(long age) {
        return newest.minusSeconds(age);
    }

    private Timing timing(long age, Duration head, Duration first, Duration end) {
        return new Timing(received(age), Duration.ofMillis(4), head, first, end, end.plusMillis(2));
    }

    private static RequestHead request(String method, String path) {
        int query = path.indexOf('?');
        return new RequestHead(
                method,
                BASE + path,
                query < 0 ? path : path.substring(0, query),
                new Headers(List.of(
                        new Header("Host", "127.0.0.1:8080"),
                        new Header("Authorization", "Bearer sk-or-…9f3c"),
                        new Header("Content-Type", JSON),
                        new Header("User-Agent", "OpenAI/Python 2.8.0"),
                        new Header("X-Stainless-Lang", "python"),
                        new Header("X-Hostile", HOSTILE))));
    }

    private static ResponseHead response(int status, String type) {
        return new ResponseHead(
                status,
                new Headers(List.of(
                        new Header("Date", "Sun, 22 Nov 2026 12:00:00 GMT"),
                        new Header("Content-Type", type),
                        new Header("X-Generation-Id", "gen-1763812800-AbCdEfGhIjKlMnOp"),
                        new Header("Server", "cloudflare"))));
    }

    private static Understanding usage(String model, long in, @Nullable Long out, long costMicros) {
        long total = in + (out == null ? 0 : out);
        return new Understanding(
                model, null, false, null, "stop", new TokenUsage(in, out, total, null, null, 1000 * costMicros));
    }

    private static Understanding nothing() {
        return new Understanding("openai/gpt-4o-mini", null, false, null, null, TokenUsage.UNKNOWN);
    }

    private static String chat(String content) {
        return "{\"id\":\"gen-1763812800-AbCdEf\",\"provider\":\"OpenAI\",\"model\":\"openai/gpt-4o-mini\",\"object\":"
                + "\"chat.completion\","
                + "\"created\":1763812800,\"choices\":[{\"logprobs\":null,\"finish_reason\":\"stop\","
                + "\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + content + "\",\"refusal\":null}}],"
                + "\"usage\":{\"prompt_tokens\":14,\"completion_tokens\":8,\"total_tokens\":22,\"cost\":6.9e-06}}";
    }

    private static String embedding() {
        return "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":["
                + "-0.006929283495992422,-0.005336422007530928,".repeat(200) + "0.1]}]}";
    }

    private static String rateLimit() {
        return "{\"error\":{\"message\":\"Rate limit exceeded: free-models-per-min\",\"code\":429}}";
    }

    private static String error() {
        return "{\"error\":{\"code\":\"server_error\",\"message\":\"Provider disconnected\"}}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
