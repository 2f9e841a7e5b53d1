package io.github.openrouterproxy.relay.upstream;

import java.net.URI;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request whose method and target go out as they were written: Jetty's own puts the one in capitals, and takes the
 * other apart and together again, if it can. Confined to its call.
 */
final class VerbatimRequest extends HttpRequest {
    private final String method;
    private final String path;
    private final @Nullable String query;
    private final URI origin;

    /**
     * @param origin scheme and authority of where it goes
     * @param path as it stands in the request line: with the origin where a proxy is asked for it
     * @param query null for none
     */
    VerbatimRequest(HttpClient client, String method, URI origin, String path, @Nullable String query) {
        super(client, new HttpConversation(), origin);
        this.method = method;
        this.path = path;
        this.query = query;
        this.origin = origin;
    }

    @Override
    public String getMethod() {
        return method;
    }

    @Override
    public String getPath() {
        return path;
    }

    @Override
    public @Nullable String getQuery() {
        return query;
    }

    /** Whoever asks wants to know where it goes, and not every path can be a part of one. */
    @Override
    public URI getURI() {
        return origin;
    }

    /** It has its path already; Jetty would have the origin alone stand there for a proxy. */
    @Override
    public Request path(String other) {
        return this;
    }
}
