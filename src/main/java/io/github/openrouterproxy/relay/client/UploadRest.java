package io.github.openrouterproxy.relay.client;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * What a client goes on sending although its answer is out. It is read away for a while, since a connection that closes
 * on unread bytes takes the answer with it; what comes later stays unread. Tomcat does the like, but lets a thread wait
 * for the bytes; and by the servlet API nobody may read any more. The reader's turns.
 */
final class UploadRest {
    private static final long MOST_BYTES = 8L * 1024 * 1024;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final HttpServletRequest request;
    private final @Nullable Request behind;
    private final Runnable whenDone;
    private final Runnable stopWaiting;
    private final Discarded discarded = new Discarded();
    private long bytes;
    private volatile boolean late;
    private boolean over;

    /** @param turn has {@link #read} called; any thread */
    UploadRest(HttpServletRequest request, ClientReader.Timer timer, Runnable turn, Runnable whenDone) {
        this.request = request;
        this.behind = BehindFacade.of(request);
        this.whenDone = whenDone;
        this.stopWaiting = timer.after(LONGEST, () -> {
            hurry();
            turn.run();
        });
    }

    /** The next turn is the last. Any thread. */
    void hurry() {
        late = true;
    }

    /** Throws away what has come. */
    void read() throws IOException {
        while (behind != null && !over && !behind.isFinished()) {
            if (late || bytes > MOST_BYTES) {
                giveUp();
            } else if (behind.isReady()) {
                bytes += Math.max(0, LastChunk.read(request, () -> behind.doRead(discarded)));
            } else {
                return;
            }
        }
        end();
    }

    /** The connection closes with the answer. */
    void giveUp() {
        if (!over) {
            BehindFacade.leaveRestOf(request);
            end();
        }
    }

    private void end() {
        if (!over) {
            over = true;
            stopWaiting.run();
            whenDone.run();
        }
    }

    /** Where Tomcat lays down what it has read: its own buffer, which nobody looks into. */
    private static final class Discarded implements ApplicationBufferHandler {
        private @Nullable ByteBuffer last;

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            last = buffer;
        }

        @Override
        public @Nullable ByteBuffer getByteBuffer() {
            return last;
        }

        @Override
        public void expand(int size) {}
    }
}
