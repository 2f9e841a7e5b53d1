package io.github.openrouterproxy.relay.client;

import io.github.openrouterproxy.exchange.Headers;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answer to the client without ever blocking. Any thread; one lock around everything that touches the
 * response, and nothing touches it once the call is over, because the container hands it to the next client.
 *
 * <p>Until the container's first call all that comes is only noted. The call is completed with the lock open: the
 * container holds its own when it calls us, and another of its threads is here before {@code complete()} returns.
 *
 * <p>The stream is closed here and the call completed only when all is out, since the container drops what a full
 * socket does not take at the end.
 */
public final class ClientWriter implements WriteListener {
    private final AsyncContext context;
    private final HttpServletResponse response;
    private final Consumer<Throwable> whenGone;
    private final Consumer<Runnable> whenOut;
    private final UnsentAnswer unsent = new UnsentAnswer();
    /** Null until the container has called for the first time. */
    private @Nullable ServletOutputStream out;

    private @Nullable HeadRoom room;
    private boolean cutting;
    private boolean headSet;
    private boolean over;

    /**
     * @param whenGone hears once, with no lock held, how it turned out that the client has gone
     * @param whenOut is told when all of the answer is out, with no lock held, and ends the call by what it is given
     */
    public ClientWriter(AsyncContext context, Consumer<Throwable> whenGone, Consumer<Runnable> whenOut) {
        this.context = context;
        this.response = (HttpServletResponse) context.getResponse();
        this.whenGone = whenGone;
        this.whenOut = whenOut;
    }

    /**
     * Registers with the container. On its thread that serves the request, so that its first call needs no other:
     * anywhere else it would go on to serve the connection's next request on the thread that registers.
     */
    public void listen() throws IOException {
        response.getOutputStream().setWriteListener(this);
    }

    /** Whether the container can send a head with these lines; of a longer one it sends nothing at all. */
    public synchronized boolean hasRoomFor(Headers headers) {
        long length = ClientHead.lengthOf(headers);
        if (over || length <= BehindFacade.longestHead(response)) {
            return true;
        }
        room = HeadRoom.make(response, length);
        return room != null;
    }

    /**
     * Sets status and headers; nothing leaves yet.
     *
     * @param length of the body that follows, -1 when it is not known
     */
    public synchronized void head(int status, Headers headers, long length) {
        if (over) {
            return;
        }
        ClientHead.write(status, headers, response);
        unsent.announce(length);
        headSet = true;
    }

    /** Sends on what there is of a message that goes on. */
    public void flush() {
        synchronized (this) {
            if (over || !unsent.flush()) {
                return;
            }
        }
        pump();
    }

    /** Writes a piece; {@code written} runs when it has left and the next one may come. */
    public void piece(ByteBuffer next, Runnable written) {
        if (accept(next, written)) {
            pump();
        } else {
            written.run();
        }
    }

    private synchronized boolean accept(ByteBuffer next, Runnable written) {
        return !over && unsent.accept(next, written);
    }

    /** Lets the message end: what was kept back leaves, and then its end. */
    public void end() {
        synchronized (this) {
            if (over) {
                return;
            }
            unsent.end();
        }
        pump();
    }

    /** Cuts the connection, so that no client takes the half for the whole. */
    public void cut() {
        cut(true);
    }

    /** The same where the container stops and dispatches nothing any more. */
    public void cutAtOnce() {
        cut(false);
    }

    private void cut(boolean byDispatch) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            if (!byDispatch || !ClientCut.canBeAsked(context)) {
                ClientCut.close(context, room);
            } else if (out != null) {
                ClientCut.ask(context, headSet, room);
            } else {
                cutting = true;
            }
        }
        abandon();
    }

    /** Whether the client has gone, as far as can be told while nothing is on its way to it. */
    public synchronized boolean isClientGone() {
        return !over && out != null && unsent.rests() && ClientPresence.hasGone(response);
    }

    /** The container has ended the call, or will; nothing may be touched any more. */
    public void abandon() {
        Runnable freed;
        synchronized (this) {
            over = true;
            freed = unsent.discard();
        }
        if (freed != null) {
            freed.run();
        }
    }

    @Override
    public void onWritePossible() {
        try {
            hear();
        } catch (IOException | IllegalStateException e) {
            whenGone.accept(e);
            return;
        }
        pump();
    }

    @Override
    public void onError(Throwable failure) {
        whenGone.accept(failure);
    }

    private synchronized void hear() throws IOException {
        if (cutting) {
            cutting = false;
            ClientCut.ask(context, headSet, room);
        } else if (!over && out == null) {
            out = response.getOutputStream();
        }
    }

    private void pump() {
        Runnable next;
        try {
            next = step();
        } catch (IOException | IllegalStateException e) {
            next = () -> whenGone.accept(e);
        }
        if (next != null) {
            next.run();
        }
    }

    /** Writes as much as the socket takes. */
    private synchronized @Nullable Runnable step() throws IOException {
        ServletOutputStream stream = out;
        if (over || stream == null) {
            return null;
        }
        while (stream.isReady()) {
            if (!writeTo(stream)) {
                return rested();
            }
        }
        return null;
    }

    /** Whether there was anything to do. */
    private boolean writeTo(ServletOutputStream stream) throws IOException {
        try {
            return unsent.writeTo(stream);
        } finally {
            giveRoomBack();
        }
    }

    private void giveRoomBack() {
        if (room != null && response.isCommitted()) {
            room.giveBack();
            room = null;
        }
    }

    private @Nullable Runnable rested() {
        Runnable written = unsent.takeWaiting();
        if (!unsent.isEnding()) {
            return written;
        }
        over = true;
        return () -> {
            whenOut.accept(this::complete);
            if (written != null) {
                written.run();
            }
        };
    }

    /** With no lock held. */
    private void complete() {
        try {
            context.complete();
        } catch (IllegalStateException e) {
            // The container is ending the call by itself.
        }
    }
}
