package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.relay.client.ClientReader;
import io.github.openrouterproxy.relay.client.RawHead;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers every path of the relay's door that leads nowhere. The container's threads. */
public final class OutsideServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient ClientReader.Timer timer;

    public OutsideServlet(ClientReader.Timer timer) {
        this.timer = timer;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean clear = RawHead.isWhollySeen(response);
        (clear ? FailureReply.outside() : FailureReply.ambiguous()).writeTo(request, timer);
    }
}
