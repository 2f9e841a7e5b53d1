package io.github.openrouterproxy.relay.client;

import io.github.openrouterproxy.exchange.Headers;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An answer that comes from here, not from an upstream. It leaves as the client takes it, and then what is left of the
 * request is read away; no thread waits for either.
 */
public final class OwnAnswer {
    private OwnAnswer() {}

    /**
     * On the container's thread that serves the request; the response is not to be touched afterwards.
     *
     * @param headers go out beside those that the response has
     */
    public static void send(
            HttpServletRequest request, int status, Headers headers, byte[] body, UnwantedBodies unwanted)
            throws IOException {
        AsyncContext context = ClientWatch.startAsync(request);
        ClientReader reader = ClientReader.unwanted(request);
        ClientWriter writer = new ClientWriter(context, failure -> {}, complete -> unwanted.readAway(reader, complete));
        context.addListener(new ClientWatch(writer::abandon, writer::abandon, writer::abandon));
        writer.listen();
        writer.head(status, headers.with("Content-Length", Integer.toString(body.length)), body.length);
        writer.piece(ByteBuffer.wrap(body), () -> {});
        writer.end();
    }
}
