package io.github.openrouterproxy.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Answers shaped as OpenRouter shapes them. */
public final class OpenAiReplies {
    private static final String USAGE = """
            {"prompt_tokens":9,"completion_tokens":3,"total_tokens":12,\
            "prompt_tokens_details":{"cached_tokens":2},"completion_tokens_details":{"reasoning_tokens":1},\
            "cost":0.00025}""";
    private static final float[] VECTOR = {0.25f, -0.5f, 1.0f};

    private OpenAiReplies() {}

    /** What an upstream answers when a test says nothing else. */
    static Reply usual(SeenRequest request) {
        String path = request.path();
        if (path.endsWith("/chat/completions")) {
            return request.asksForStream()
                    ? chatStream(List.of("Hel", "lo, ", "wörld"), Duration.ZERO)
                    : chat("Hello, wörld");
        }
        if (path.endsWith("/embeddings")) {
            return embeddings(request.text().contains("base64"));
        }
        if (path.endsWith("/models")) {
            return models();
        }
        return error(404, "not_found", "No such path: " + path);
    }

    public static Reply chat(String answer) {
        String json = "{\"id\":\"gen-1\",\"object\":\"chat.completion\",\"created\":1767225600,"
                + "\"model\":\"test/model\",\"provider\":\"Fake\",\"choices\":[{\"index\":0,"
                + "\"message\":{\"role\":\"assistant\",\"content\":\"" + answer + "\",\"refusal\":null},"
                + "\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":" + USAGE + "}";
        return Reply.json(200, json).header("X-Generation-Id", "gen-1");
    }

    /** One event for each text, then the usage and the end, {@code between} apart. */
    public static Reply chatStream(List<String> texts, Duration between) {
        Reply reply = Reply.events().header("X-Generation-Id", "gen-1").piece(": OPENROUTER PROCESSING\n\n");
        for (String event : chatEvents(texts)) {
            if (!between.isZero()) {
                reply.pause(between);
            }
            reply.piece(event);
        }
        return reply;
    }

    /** The events of a streamed chat, each with its empty line. */
    public static List<String> chatEvents(List<String> texts) {
        List<String> events = new ArrayList<>();
        for (String text : texts) {
            events.add(chunk("[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"" + text
                    + "\"},\"finish_reason\":null}]"));
        }
        events.add(chunk("[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]"));
        events.add(chunk("[],\"usage\":" + USAGE));
        events.add("data: [DONE]\n\n");
        return events;
    }

    /** A chunk that says inside a stream that it failed. */
    public static String errorEvent(String message) {
        return chunk("[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}],"
                + "\"error\":{\"code\":\"server_error\",\"message\":\"" + message + "\"}");
    }

    public static Reply embeddings(boolean base64) {
        String vector = base64 ? '"' + base64Vector() + '"' : "[0.25,-0.5,1.0]";
        return Reply.json(
                200,
                "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":" + vector
                        + "}],\"model\":\"test/embedding\",\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4}}");
    }

    public static Reply models() {
        return Reply.json(200, """
                {"object":"list","data":[{"id":"test/model","object":"model","created":1767225600,\
                "owned_by":"test"}]}""");
    }

    public static Reply error(int status, String type, String message) {
        return Reply.json(
                status,
                "{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":null,\"code\":%d}}"
                        .formatted(message, type, status));
    }

    private static String chunk(String choices) {
        return "data: {\"id\":\"gen-1\",\"object\":\"chat.completion.chunk\",\"created\":1767225600,"
                + "\"model\":\"test/model\",\"provider\":\"Fake\",\"choices\":" + choices + "}\n\n";
    }

    private static String base64Vector() {
        ByteBuffer floats = ByteBuffer.allocate(VECTOR.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : VECTOR) {
            floats.putFloat(value);
        }
        return Base64.getEncoder().encodeToString(floats.array());
    }
}
