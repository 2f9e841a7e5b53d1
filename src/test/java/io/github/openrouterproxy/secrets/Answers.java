package io.github.openrouterproxy.secrets;

import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.SeenRequest;
import io.github.openrouterproxy.testing.content.Compressed;

/**
 * What must not lie in a file as it is, in every form in which an upstream says it: which one, the path tells.
 *
 * @param whole JSON, plain and compressed
 * @param first of two pieces of a stream, by whose border it is cut in two
 * @param large JSON, more than is kept in memory
 */
record Answers(String whole, String first, String second, String large) {
    Reply to(SeenRequest request) {
        String path = request.path();
        if (path.endsWith("plain")) {
            return Reply.json(200, whole);
        }
        if (path.endsWith("stream")) {
            return Reply.events().piece(event(first)).piece(event(second) + "data: [DONE]\n\n");
        }
        if (path.endsWith("gzip")) {
            return Reply.status(200)
                    .header("Content-Type", "application/json")
                    .header("Content-Encoding", "gzip")
                    .piece(Compressed.gzip(whole));
        }
        if (path.endsWith("large")) {
            return Reply.json(200, large);
        }
        return path.endsWith("silent") ? Reply.silence() : Reply.status(404);
    }

    private static String event(String content) {
        return "data: {\"choices\":[{\"delta\":{\"content\":\"" + content + "\"}}]}\n\n";
    }
}
