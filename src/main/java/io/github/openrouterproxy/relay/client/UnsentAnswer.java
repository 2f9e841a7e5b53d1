package io.github.openrouterproxy.relay.client;

import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What of an answer has not left yet, and in which order it leaves. The bytes that end a message are kept back until
 * {@link #end}: those of a body of known length with its last piece, the chunked ending with the stream's. One thread
 * at a time.
 */
final class UnsentAnswer {
    private static final long UNKNOWN = -1;

    private @Nullable ByteBuffer piece;
    private @Nullable ByteBuffer keptBack;
    private @Nullable Runnable whenWritten;
    private long remaining = UNKNOWN;
    private boolean flushing;
    private boolean ending;
    private boolean closed;

    /** @param length of the body that follows, -1 when it is not known */
    void announce(long length) {
        remaining = length;
    }

    /** Takes a piece to be written, unless it ends the message. @return whether {@code written} is to be waited for */
    boolean accept(ByteBuffer next, Runnable written) {
        if (endsMessage(next)) {
            keptBack = PieceBytes.copyOf(next);
            return false;
        }
        piece = next;
        whenWritten = written;
        flushing = true;
        return true;
    }

    private boolean endsMessage(ByteBuffer next) {
        if (remaining == UNKNOWN) {
            return false;
        }
        remaining -= next.remaining();
        return remaining <= 0;
    }

    /** Lets what there is leave, if more is to come. @return whether that is so */
    boolean flush() {
        if (remaining == 0) {
            return false;
        }
        flushing = true;
        return true;
    }

    /** Lets the message end: what was kept back leaves, and then its end. */
    void end() {
        ending = true;
        piece = piece == null ? keptBack : piece;
        // To a head that leaves alone the container would give the length 0, which the upstream did not say.
        flushing |= remaining == UNKNOWN;
    }

    /** Whether nothing is on its way to the client, nor its end. */
    boolean rests() {
        return whenWritten == null && !flushing && !ending;
    }

    /** Whether the message ends with what there is. */
    boolean isEnding() {
        return ending;
    }

    /** Writes what comes next; the stream must be ready. @return whether there was anything */
    boolean writeTo(ServletOutputStream stream) throws IOException {
        ByteBuffer next = piece;
        if (next != null) {
            PieceBytes.write(next, stream);
            piece = null;
        } else if (flushing) {
            flushing = false;
            stream.flush();
        } else if (ending && !closed) {
            closed = true;
            stream.close();
        } else {
            return false;
        }
        return true;
    }

    /** Who waits for the last piece to have left; for the caller to run. */
    @Nullable
    Runnable takeWaiting() {
        Runnable written = whenWritten;
        whenWritten = null;
        return written;
    }

    /** Nothing leaves any more. @return as {@link #takeWaiting} */
    @Nullable
    Runnable discard() {
        piece = null;
        return takeWaiting();
    }
}
