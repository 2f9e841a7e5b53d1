package io.github.openrouterproxy.relay.client;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the request body without ever blocking, one piece at a time: the next is read when the last was taken. Any
 * thread; {@link #turns} sees to it that only one reads.
 */
public final class ClientReader implements ReadListener {
    private static final int SMALL = 64 * 1024;
    private static final int PIECE = 16 * 1024;

    /** Takes what is read. */
    public interface Sink {
        /** {@code whenTaken} must run once the piece is free to be written over. */
        void onRequestPiece(ByteBuffer piece, Runnable whenTaken);

        void onRequestEnd();

        /** The client broke off. */
        void onRequestBroken();

        /** The body's framing cannot be understood. */
        void onRequestMalformed();

        /** The client has paused for longer than the container waits. */
        void onRequestLate();
    }

    /** Runs something later. */
    @FunctionalInterface
    public interface Timer {
        /** @return keeps {@code task} from running, when run in time */
        Runnable after(Duration pause, Runnable task);
    }

    private final HttpServletRequest request;
    private final ServletInputStream in;
    private final Sink sink;
    private final byte[] buffer;
    private final AtomicInteger turns = new AtomicInteger();
    private volatile boolean waiting;
    private volatile boolean ended;
    private volatile boolean stopped;
    private volatile @Nullable UploadRest rest;

    private ClientReader(HttpServletRequest request, int piece, Sink sink) throws IOException {
        this.request = request;
        this.in = request.getInputStream();
        this.buffer = new byte[piece];
        this.sink = sink;
    }

    /**
     * The whole body if it is small and here already; null if it must be awaited. Reading it so spares two trips
     * through the container.
     */
    public static byte @Nullable [] wholeBodyAtHand(HttpServletRequest request) throws IOException {
        long length = request.getContentLengthLong();
        if (length == 0 || (length < 0 && hasNoBody(request))) {
            return new byte[0];
        }
        if (length < 0 || length > SMALL || bytesAtHand(request) < length) {
            return null;
        }
        BehindFacade.doNotAskForBodyOf(request);
        return request.getInputStream().readNBytes((int) length);
    }

    /** Over HTTP/2 a body of unknown length needs no word for it: the head ends the request, or does not. */
    private static boolean hasNoBody(HttpServletRequest request) throws IOException {
        return request.getHeader("Transfer-Encoding") == null
                && (request.getProtocol().startsWith("HTTP/1.")
                        || request.getInputStream().isFinished());
    }

    /** The servlet's own stream says 1 for any number; where only that can be asked, nothing counts as at hand. */
    private static long bytesAtHand(HttpServletRequest request) {
        org.apache.coyote.Request behind = BehindFacade.of(request);
        return behind == null ? 0 : behind.getInputBuffer().available();
    }

    /** Whether bytes of the body have come, though maybe not enough to make sense of. */
    public static boolean isAnyAtHand(HttpServletRequest request) throws IOException {
        return request.getInputStream().available() > 0;
    }

    /**
     * Begins to read. The request must be in asynchronous mode, and the thread be the container's that serves it:
     * registered anywhere else, the container goes on with the connection on the thread that registers.
     */
    public static ClientReader start(HttpServletRequest request, Sink sink) throws IOException {
        ClientReader reader = new ClientReader(request, PIECE, sink);
        if (isAnyAtHand(request)) {
            BehindFacade.doNotAskForBodyOf(request);
        } else {
            BehindFacade.askForBodyOf(request);
        }
        reader.in.setReadListener(reader);
        return reader;
    }

    /** Hands nothing on any more. */
    public void stop() {
        stopped = true;
    }

    /** For a call whose body nobody wants; as {@link #start}, and already stopped. */
    public static ClientReader unwanted(HttpServletRequest request) throws IOException {
        ClientReader reader = new ClientReader(request, 0, new Nobody());
        reader.stop();
        reader.in.setReadListener(reader);
        return reader;
    }

    /**
     * After {@link #stop}, with the answer out: reads away what is left of the body, as far as that is worth it.
     *
     * @param reader null where the body came with the head
     */
    public static void readAway(@Nullable ClientReader reader, Timer timer, Runnable whenDone) {
        if (reader == null || reader.in.isFinished()) {
            whenDone.run();
        } else {
            reader.rest = new UploadRest(reader.request, timer, reader::read, whenDone);
            reader.read();
        }
    }

    /** The same without reading it: the connection closes unless it has all come. */
    void leaveRest() {
        BehindFacade.leaveRestOf(request);
    }

    @Override
    public void onDataAvailable() {
        read();
    }

    @Override
    public void onAllDataRead() {
        read();
    }

    @Override
    public void onError(Throwable failure) {
        UploadRest away = rest;
        if (away == null) {
            failed(failure);
        } else {
            away.hurry();
            read();
        }
    }

    /** Each call is a turn; one that comes while another runs is taken over by it. */
    private void read() {
        if (turns.getAndIncrement() != 0) {
            return;
        }
        int taken = 1;
        do {
            try {
                UploadRest away = rest;
                if (away == null) {
                    readWhatIsThere();
                } else {
                    away.read();
                }
            } catch (IOException | IllegalStateException e) {
                failed(e);
            }
            taken = turns.addAndGet(-taken);
        } while (taken != 0);
    }

    private void failed(Throwable failure) {
        UploadRest away = rest;
        if (away != null) {
            away.giveUp();
        }
        // What fails when all was read is the writing, and who writes is told as well.
        if (stopped || ended) {
            return;
        }
        boolean left = failure instanceof ClientAbortException || failure instanceof EOFException;
        stopped = true;
        if (failure instanceof SocketTimeoutException) {
            BehindFacade.takeErrorFrom(request);
            sink.onRequestLate();
        } else if (failure instanceof IOException && !left) {
            BehindFacade.takeErrorFrom(request);
            sink.onRequestMalformed();
        } else {
            sink.onRequestBroken();
        }
    }

    private void readWhatIsThere() throws IOException {
        while (!stopped && !waiting && !ended) {
            if (in.isFinished()) {
                ended = true;
                sink.onRequestEnd();
                return;
            }
            if (!in.isReady()) {
                return;
            }
            int count = LastChunk.read(request, () -> in.read(buffer));
            if (count > 0) {
                waiting = true;
                sink.onRequestPiece(ByteBuffer.wrap(buffer, 0, count), this::taken);
            }
        }
    }

    private void taken() {
        waiting = false;
        read();
    }

    /** Of a reader that reads only away. */
    private static final class Nobody implements Sink {
        @Override
        public void onRequestPiece(ByteBuffer piece, Runnable whenTaken) {
            whenTaken.run();
        }

        @Override
        public void onRequestEnd() {}

        @Override
        public void onRequestBroken() {}

        @Override
        public void onRequestMalformed() {}

        @Override
        public void onRequestLate() {}
    }
}
