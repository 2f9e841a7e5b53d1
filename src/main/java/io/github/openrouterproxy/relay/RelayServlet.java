package io.github.openrouterproxy.relay;

import io.github.openrouterproxy.config.RecordingSettings.OnFailure;
import io.github.openrouterproxy.config.Secret;
import io.github.openrouterproxy.exchange.Credential;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.exchange.RequestHead;
import io.github.openrouterproxy.relay.client.ClientCut;
import io.github.openrouterproxy.relay.client.ClientHead;
import io.github.openrouterproxy.relay.client.ClientReader;
import io.github.openrouterproxy.relay.client.ClientWatch;
import io.github.openrouterproxy.relay.client.RawHead;
import io.github.openrouterproxy.relay.message.HopByHop;
import io.github.openrouterproxy.relay.message.OwnCookies;
import io.github.openrouterproxy.relay.message.RelayTarget;
import io.github.openrouterproxy.relay.upstream.UpstreamLimits;
import io.github.openrouterproxy.relay.upstream.UpstreamRequest;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;

/** Where calls come in. The container's threads; returns at once, the rest is asynchronous. */
public final class RelayServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Among the protocols that an {@code Upgrade} names, with a version or without. */
    private static final Pattern WEBSOCKET = Pattern.compile("(?i)(^|,)[ \\t]*websocket[ \\t]*(/|,|$)");

    private final transient RelayParts parts;
    private final transient PresenceWatch watch;

    public RelayServlet(RelayParts parts) {
        this.parts = parts;
        this.watch = new PresenceWatch(parts.upstream());
    }

    @Override
    public void init() {
        watch.start();
    }

    @Override
    public void destroy() {
        watch.stop();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (ClientCut.isAskedFor(request)) {
            cut(request, response);
            return;
        }
        Optional<RelayTarget> target =
                RelayTarget.of(request, parts.settings().upstream().base());
        FailureReply refusal = refusal(request, response, target);
        if (refusal != null) {
            refusal.writeTo(request, parts.unwanted());
        } else {
            relay(request, target.orElseThrow());
        }
    }

    /** Why it cannot even begin; null when it can. */
    private @Nullable FailureReply refusal(
            HttpServletRequest request, HttpServletResponse response, Optional<RelayTarget> target) {
        if (!hasVersion(request) || !RawHead.isWhollySeen(response)) {
            return FailureReply.ambiguous();
        }
        if (target.isEmpty()) {
            return FailureReply.malformed("the path cannot be relayed as written");
        }
        if (asksForWebSocket(request)) {
            return FailureReply.noUpgrade();
        }
        boolean closed = parts.settings().recording().onFailure() == OnFailure.CLOSED;
        return closed && !parts.recorder().accepts() ? FailureReply.notRecordable() : null;
    }

    private void relay(HttpServletRequest request, RelayTarget target) throws IOException {
        Headers headers = ClientHead.of(request);
        Optional<Credential> borne = Credential.borneBy(headers);
        Secret lent = bearsKey(headers) ? null : parts.settings().upstream().defaultKey();
        Credential key = lent == null ? borne.orElse(null) : new Credential(lent.value());

        Headers upstreamHeaders =
                OwnCookies.removedFrom(HopByHop.endToEnd(headers)).without(line -> line.is("Expect"));
        if (lent != null) {
            upstreamHeaders = upstreamHeaders.with("Authorization", "Bearer " + lent.value());
        }
        long limit = parts.settings().client().maxRequestBytes();
        boolean tooLarge = request.getContentLengthLong() > limit;
        byte[] body = tooLarge ? null : ClientReader.wholeBodyAtHand(request);
        UpstreamRequest upstreamRequest = new UpstreamRequest(request.getMethod(), target.url(), upstreamHeaders, body);
        RequestHead head = new RequestHead(request.getMethod(), target.url(), target.path(), headers);
        RelayCall call = begin(request, upstreamRequest, head, key);
        if (call == null) {
            FailureReply.tooManyCalls().writeTo(request, parts.unwanted());
        } else if (tooLarge) {
            call.refuse(FailureReply.tooLarge(limit));
        } else {
            call.start();
        }
    }

    /** Null when there is no room for it. */
    private @Nullable RelayCall begin(
            HttpServletRequest request, UpstreamRequest upstreamRequest, RequestHead head, @Nullable Credential key) {
        CallRoom room = CallRoom.in(
                parts.budget(), UpstreamLimits.heldOfAnAnswer(parts.settings().upstream()));
        if (room == null) {
            return null;
        }
        RelayCall call = null;
        try {
            CallLog log = new CallLog(
                    parts.ids().next(),
                    head,
                    key,
                    parts.clock().instant(),
                    parts.settings().recording().maxBodyBytes(),
                    parts.budget(),
                    parts.spill());
            call = new RelayCall(parts, watch, ClientWatch.startAsync(request), upstreamRequest, log, room);
            return call;
        } finally {
            if (call == null) {
                room.giveBack();
            }
        }
    }

    private static void cut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!ClientCut.sendRest(request, response)) {
            FailureReply.clientGone().writeTo(response);
            return;
        }
        ClientCut.makeAbrupt(request, response);
        throw new CloseNowException("the answer has no end");
    }

    /** Every other upgrade may be ignored by whoever is asked for it (RFC 9110, section 7.8). */
    private static boolean asksForWebSocket(HttpServletRequest request) {
        Enumeration<String> lines = request.getHeaders("Upgrade");
        while (lines.hasMoreElements()) {
            if (WEBSOCKET.matcher(lines.nextElement()).find()) {
                return true;
            }
        }
        return false;
    }

    /** Without one it is HTTP/0.9, which has no heads. */
    private static boolean hasVersion(HttpServletRequest request) {
        String protocol = request.getProtocol();
        return protocol != null && protocol.startsWith("HTTP/") && !protocol.equals("HTTP/0.9");
    }

    private static boolean bearsKey(Headers headers) {
        return headers.contains("Authorization") || headers.contains("x-api-key") || headers.contains("api-key");
    }
}
