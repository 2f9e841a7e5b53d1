package io.github.openrouterproxy.bars;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What is asked and answered in one call.
 *
 * @param path below the base, with the query
 * @param answer in the pieces it comes in
 */
record Conversation(String method, String path, byte[] question, int status, String contentType, List<byte[]> answer) {
    /** In one call of 100,000. */
    static final String RARE_WORD = "quixotrope";
    /** In one call of 50,000; its characters are in no other. */
    static final String RARE_CHINESE = "鲲鹏";
    /** In one call of 20,000. */
    static final String LONG_PHRASE =
            "the lighthouse keeper counted forty-two amber sails before the storm took the old harbour bell";
    /** In every second call. */
    static final String FREQUENT_WORD = "cheerfully";

    private static final int QUESTION = 1_900;
    private static final int ANSWER = 3_400;
    private static final int STREAMED_ANSWER = 800;
    private static final int MODELS = 120;
    private static final String JSON = "application/json";

    static Conversation of(Words words, long number) {
        int kind = words.below(100);
        if (number % 1_000 == 5) {
            return lookUp(words, number);
        }
        if (kind < 5) {
            return embedding(words, number);
        }
        if (kind < 9) {
            return refused(words, number);
        }
        if (kind < 12) {
            return picture(words, number);
        }
        String question = planted(number) + text(words, kind, number, QUESTION);
        if (kind < 20) {
            return tool(words, number, question);
        }
        if (kind < 26) {
            String image = "\"},{\"type\":\"image_url\",\"image_url\":\"data:image/png;base64," + words.base64(900);
            return plain(
                    words, number, text(words, 90, number, QUESTION - 900) + image, text(words, 90, number, ANSWER));
        }
        return words.oneIn(2)
                ? streamed(words, number, question, text(words, kind, number, STREAMED_ANSWER))
                : plain(words, number, question, text(words, kind, number, ANSWER));
    }

    static byte[] joined(List<byte[]> pieces) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        pieces.forEach(whole::writeBytes);
        return whole.toByteArray();
    }

    static String generation(long number) {
        return "gen-" + (1_700_000_000L + number) + "-kX";
    }

    private static String planted(long number) {
        StringBuilder text = new StringBuilder();
        if (number % 2 == 0) {
            text.append("Answer ").append(FREQUENT_WORD).append(". ");
        }
        if (number % 100_000 == 77) {
            text.append(RARE_WORD).append(' ');
        }
        if (number % 50_000 == 123) {
            text.append(RARE_CHINESE);
        }
        if (number % 20_000 == 4_321) {
            text.append(LONG_PHRASE).append(". ");
        }
        return text.toString();
    }

    /** Chinese takes three bytes a character. */
    private static String text(Words words, int kind, long number, int bytes) {
        if (kind < 50) {
            String chinese = words.chinese(bytes / 3);
            return number % 3 == 0 ? escaped(chinese.substring(0, bytes / 6)) : chinese;
        }
        String text = kind < 65 ? words.code(bytes) : words.english(bytes);
        return text.replace("\n", "\\n");
    }

    /** As Python's json writes it. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append("\\u").append(HexFormat.of().toHexDigits((char) c)));
        return escaped.toString();
    }

    private static Conversation plain(Words words, long number, String question, String answer) {
        String reply =
                "{\"id\":\"" + generation(number) + "\",\"provider\":\"" + words.rank(20) + "-host\",\"model\":\""
                        + model(words)
                        + "\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + answer
                        + "\"},\"finish_reason\":\"stop\"}]," + usage(words) + "}";
        return chat(words, question, false, JSON, List.of(bytes(reply)));
    }

    private static Conversation tool(Words words, long number, String question) {
        String arguments = "{\\\"" + words.word() + "\\\":\\\""
                + words.english(ANSWER - 200).strip() + "\\\"}";
        String reply = "{\"id\":\"" + generation(number) + "\",\"model\":\"" + model(words)
                + "\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":["
                + "{\"id\":\"call_" + number + "\",\"type\":\"function\",\"function\":{\"name\":\"" + words.identifier()
                + "\",\"arguments\":\"" + arguments + "\"}}]},\"finish_reason\":\"tool_calls\"}]," + usage(words) + "}";
        return chat(words, question, false, JSON, List.of(bytes(reply)));
    }

    private static Conversation streamed(Words words, long number, String question, String answer) {
        String head = "data: {\"id\":\"" + generation(number) + "\",\"object\":\"chat.completion.chunk\",\"model\":\""
                + model(words) + "\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"";
        List<byte[]> pieces = new ArrayList<>();
        int pieceLength = answer.length() / 18 / 6 * 6 + 6;
        String text = answer.replace("\\n", " ");
        for (int at = 0; at < text.length(); at += pieceLength) {
            String part = text.substring(at, Math.min(text.length(), at + pieceLength));
            pieces.add(bytes(head + part + "\"},\"finish_reason\":null}]}\n\n"));
        }
        pieces.add(bytes(head + "\"},\"finish_reason\":\"stop\"}]," + usage(words) + "}\n\ndata: [DONE]\n\n"));
        return chat(words, question, true, "text/event-stream", pieces);
    }

    private static Conversation embedding(Words words, long number) {
        String question = "{\"model\":\"openai/text-embedding-3\",\"input\":\"" + planted(number)
                + words.english(QUESTION) + "\"}";
        String answer = "{\"object\":\"list\",\"data\":[{\"index\":0,\"embedding\":\"" + words.base64(ANSWER) + "\"}],"
                + "\"model\":\"openai/text-embedding-3\",\"usage\":{\"prompt_tokens\":400,\"total_tokens\":400}}";
        return new Conversation("POST", "/embeddings", bytes(question), 200, JSON, List.of(bytes(answer)));
    }

    private static Conversation picture(Words words, long number) {
        String question = "{\"model\":\"black-forest-labs/flux\",\"prompt\":\"" + planted(number)
                + words.english(QUESTION) + "\"}";
        return new Conversation(
                "POST", "/images/generations", bytes(question), 200, "image/png", List.of(words.bytes(ANSWER)));
    }

    private static Conversation refused(Words words, long number) {
        Conversation asked = plain(words, number, planted(number) + words.english(QUESTION), "");
        int status = new int[] {400, 401, 429, 429, 502, 503}[words.below(6)];
        String answer = "{\"error\":{\"message\":\"" + words.english(80).strip() + "\",\"code\":" + status + "}}";
        return new Conversation("POST", asked.path, asked.question, status, JSON, List.of(bytes(answer)));
    }

    private static Conversation lookUp(Words words, long number) {
        String answer = "{\"data\":{\"id\":\"" + generation(number) + "\",\"note\":\"" + words.english(400) + "\"}}";
        return new Conversation(
                "GET", "/generation?id=" + generation(number), new byte[0], 200, JSON, List.of(bytes(answer)));
    }

    private static Conversation chat(
            Words words, String question, boolean stream, String contentType, List<byte[]> answer) {
        String body = "{\"model\":\"" + model(words) + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"" + question
                + "\"}]}]}";
        return new Conversation("POST", "/chat/completions", bytes(body), 200, contentType, answer);
    }

    private static String model(Words words) {
        int rank = words.rank(MODELS);
        return "vendor-" + rank % 17 + "/model-" + rank;
    }

    private static String usage(Words words) {
        int prompt = 200 + words.below(800);
        int completion = 100 + words.below(900);
        return "\"usage\":{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":" + completion + ",\"total_tokens\":"
                + (prompt + completion) + ",\"cost\":0.00" + (1 + words.below(9_999)) + "}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
