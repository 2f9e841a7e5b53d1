package io.github.openrouterproxy.relay.upstream;

import java.net.URI;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpRequest;

/** A request whose method goes out as it was written; Jetty's own puts it in capitals. */
final class VerbatimRequest extends HttpRequest {
    private final String method;

    VerbatimRequest(HttpClient client, String method, URI uri) {
        super(client, new HttpConversation(), uri);
        this.method = method;
    }

    @Override
    public String getMethod() {
        return method;
    }
}
