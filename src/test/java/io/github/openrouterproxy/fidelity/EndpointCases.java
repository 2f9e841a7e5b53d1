package io.github.openrouterproxy.fidelity;

import static io.github.openrouterproxy.testing.RawRequest.get;
import static io.github.openrouterproxy.testing.RawRequest.post;

import io.github.openrouterproxy.testing.OpenAiReplies;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.Reply;
import java.util.List;

/** The table of the endpoints that OpenRouter and OpenAI document, in their real shapes; and what the record says. */
final class EndpointCases {
    private static final String AT = "/api/v1/";
    private static final String ASK = """
            {"model":"test/model","messages":[{"role":"user","content":"Hi 世界"}]""";
    private static final String TOOLS = """
            {"id":"gen-2","object":"chat.completion","model":"test/model","choices":[{"index":0,"message":\
            {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":\
            {"name":"weather","arguments":"{\\"city\\":\\"Zürich\\"}"}}]},"finish_reason":"tool_calls"}],\
            "usage":{"prompt_tokens":20,"completion_tokens":8,"total_tokens":28}}""";

    static final List<Case> CHAT = List.of(
            Case.of("chat", post(AT + "chat/completions", ASK + "}"), OpenAiReplies.chat("Hello"))
                    .recorded("model", "test/model")
                    .recorded("prompt_tokens", 9)
                    .recorded("completion_tokens", 3)
                    .recorded("total_tokens", 12)
                    .recorded("stream", false)
                    .recorded("state", "finished")
                    .recorded("response_status", 200),
            Case.of(
                            "chat, streamed",
                            post(AT + "chat/completions", ASK + ",\"stream\":true}"),
                            OpenAiReplies.chatStream(List.of("Hel", "lo", "世界"), java.time.Duration.ZERO))
                    .recorded("model", "test/model")
                    .recorded("total_tokens", 12)
                    .recorded("stream", true),
            Case.of("chat, tools", post(AT + "chat/completions", ASK + ",\"tools\":[]}"), Reply.json(200, TOOLS))
                    .recorded("total_tokens", 28),
            Case.of(
                            "chat, refused",
                            post(AT + "chat/completions", ASK + "}"),
                            OpenAiReplies.error(402, "insufficient_credits", "Add credits"))
                    .recorded("response_status", 402)
                    .recorded("model", "test/model"),
            Case.of(
                            "chat, an error in the middle",
                            post(AT + "chat/completions", ASK + ",\"stream\":true}"),
                            Reply.events()
                                    .piece(OpenAiReplies.chatEvents(List.of("Hel"))
                                            .get(0))
                                    .piece(OpenAiReplies.errorEvent("The provider broke down")))
                    .recorded("response_status", 200)
                    .recorded("error", "The provider broke down"),
            Case.of(
                            "completions",
                            post(AT + "completions", "{\"model\":\"test/old\",\"prompt\":\"Once\"}"),
                            Reply.json(200, """
                                    {"id":"cmpl-1","object":"text_completion","model":"test/old",\
                                    "choices":[{"text":" upon",\
                                    "index":0,"finish_reason":"length"}],"usage":{"prompt_tokens":1,\
                                    "completion_tokens":2,\
                                    "total_tokens":3}}"""))
                    .recorded("model", "test/old")
                    .recorded("total_tokens", 3));

    static final List<Case> OTHER_FORMATS = List.of(
            Case.of(
                            "responses",
                            post(AT + "responses", "{\"model\":\"test/model\",\"input\":\"Hi\"}"),
                            Reply.json(200, """
                                    {"id":"resp_1","object":"response","status":"completed",\
                                    "model":"test/model","output":[],\
                                    "usage":{"input_tokens":5,"output_tokens":6,"total_tokens":11}}"""))
                    .recorded("prompt_tokens", 5)
                    .recorded("completion_tokens", 6),
            Case.of(
                            "responses, as events",
                            post(AT + "responses", "{\"model\":\"test/model\",\"input\":\"Hi\",\"stream\":true}"),
                            Reply.events()
                                    .piece("event: response.created\ndata: {\"type\":\"response.created\","
                                            + "\"sequence_number\":0,\"response\":{\"id\":\"resp_1\"}}\n\n")
                                    .piece("event: response.output_text.delta\ndata: {\"type\":"
                                            + "\"response.output_text.delta\","
                                            + "\"sequence_number\":1,\"delta\":\"Hi\"}\n\n")
                                    .piece("event: response.completed\ndata: {\"type\":\"response.completed\","
                                            + "\"sequence_number\":2,"
                                            + "\"response\":{\"id\":\"resp_1\",\"model\":\"test/model\","
                                            + "\"usage\":{\"input_tokens\":5,\"output_tokens\":6,"
                                            + "\"total_tokens\":11}}}\n\n"))
                    .recorded("total_tokens", 11)
                    .recorded("stream", true),
            Case.of(
                            "messages",
                            post(AT + "messages", "{\"model\":\"test/claude\",\"max_tokens\":9,\"messages\":[]}")
                                    .header("x-api-key", "sk-ant-0123456789abcdef")
                                    .header("anthropic-version", "2023-06-01"),
                            Reply.json(200, """
                                    {"id":"msg_1","type":"message","role":"assistant","model":"test/claude","content":\
                                    [{"type":"text","text":"Hi"}],"stop_reason":"end_turn","usage":{"input_tokens":7,\
                                    "output_tokens":2}}"""))
                    .recorded("model", "test/claude")
                    .recorded("prompt_tokens", 7)
                    .recorded("completion_tokens", 2),
            Case.of(
                            "messages, as events",
                            post(AT + "messages", "{\"model\":\"test/claude\",\"stream\":true,\"messages\":[]}"),
                            Reply.events()
                                    .piece("event: message_start\ndata: {\"type\":\"message_start\","
                                            + "\"message\":{\"model\":"
                                            + "\"test/claude\",\"usage\":{\"input_tokens\":7,"
                                            + "\"output_tokens\":1}}}\n\n")
                                    .piece("event: ping\ndata: {\"type\":\"ping\"}\n\n")
                                    .piece("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":"
                                            + "{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":4}}\n\n")
                                    .piece("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"))
                    .recorded("prompt_tokens", 7)
                    .recorded("completion_tokens", 4),
            Case.of(
                            "embeddings",
                            post(AT + "embeddings", "{\"model\":\"test/embedding\",\"input\":[\"a\",\"b\"]}"),
                            OpenAiReplies.embeddings(true))
                    .recorded("model", "test/embedding")
                    .recorded("prompt_tokens", 4),
            Case.of(
                    "moderations",
                    post(AT + "moderations", "{\"input\":\"x\"}"),
                    Reply.json(200, "{\"id\":\"modr-1\",\"model\":\"omni\",\"results\":[{\"flagged\":false}]}")),
            Case.of(
                    "rerank",
                    post(AT + "rerank", "{\"model\":\"test/rank\",\"query\":\"q\",\"documents\":[\"a\"]}"),
                    Reply.json(200, "{\"results\":[{\"index\":0,\"relevance_score\":0.5}]}")));

    static final List<Case> MEDIA_AND_FILES = List.of(
            Case.of(
                    "images",
                    post(AT + "images/generations", "{\"model\":\"test/image\",\"prompt\":\"a cat\"}"),
                    Reply.json(
                            200, "{\"created\":1,\"data\":[{\"b64_json\":\"" + "iVBORw0KGgo".repeat(9_000) + "\"}]}")),
            Case.of(
                    "images, edited",
                    upload("images/edits", Bodies.everyByte(50_000)),
                    Reply.json(200, "{\"data\":[]}")),
            Case.of(
                            "speech",
                            post(
                                    AT + "audio/speech",
                                    "{\"model\":\"test/voice\",\"input\":\"Hi\",\"voice\":\"alloy\"}"),
                            Reply.status(200)
                                    .header("Content-Type", "audio/mpeg")
                                    .chunked()
                                    .piece(Bodies.everyByte(40_000))
                                    .piece(Bodies.everyByte(777)))
                    .recorded("model", "test/voice")
                    .recorded("response_body_encoding", "base64"),
            Case.of("transcription", upload("audio/transcriptions", Bodies.everyByte(200_000)), Reply.json(200, """
                            {"text":"Hello","usage":{"type":"tokens","input_tokens":14,"output_tokens":3,\
                            "total_tokens":17}}"""))
                    .recorded("total_tokens", 17),
            Case.of(
                    "a file goes up",
                    upload("files", Bodies.everyByte(5_000)),
                    Reply.json(200, "{\"id\":\"file-1\",\"object\":\"file\",\"bytes\":5000,\"purpose\":\"batch\"}")),
            Case.of(
                    "a file comes down",
                    get(AT + "files/file-1/content"),
                    Reply.status(200)
                            .header("Content-Type", "application/octet-stream")
                            .header("Content-Disposition", "attachment; filename=\"a.jsonl\"")
                            .piece(Bodies.everyByte(300_000))),
            Case.of(
                    "a file goes away",
                    RawRequest.of("DELETE", AT + "files/file-1"),
                    Reply.json(200, "{\"id\":\"file-1\",\"deleted\":true}")));

    static final List<Case> ACCOUNT = List.of(
            Case.of("models", get(AT + "models?supported_parameters=tools"), OpenAiReplies.models()),
            Case.of("endpoints of a model", get(AT + "models/author/slug/endpoints"), Reply.json(200, "{\"data\":{}}")),
            Case.of(
                    "key",
                    get(AT + "key"),
                    Reply.json(200, "{\"data\":{\"label\":\"sk-or\",\"limit\":null,\"usage\":1.5}}")),
            Case.of(
                    "credits",
                    get(AT + "credits"),
                    Reply.json(200, "{\"data\":{\"total_credits\":10,\"total_usage\":1}}")),
            Case.of(
                    "generation",
                    get(AT + "generation?id=gen-1"),
                    Reply.json(200, "{\"data\":{\"id\":\"gen-1\",\"total_cost\":0.01,\"native_tokens_prompt\":3}}")),
            Case.of(
                    "something nobody has heard of",
                    RawRequest.of("PURGE", AT + "no/such;thing?x").body(Bodies.everyByte(99)),
                    Reply.status(299).header("X-New", "1").piece(Bodies.everyByte(99))));

    private EndpointCases() {}

    private static RawRequest upload(String path, byte[] file) {
        return RawRequest.of("POST", AT + path)
                .header("Content-Type", "multipart/form-data; boundary=----b0undary")
                .body(Bodies.multipart("----b0undary", file));
    }
}
