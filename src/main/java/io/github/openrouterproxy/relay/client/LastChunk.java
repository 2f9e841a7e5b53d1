package io.github.openrouterproxy.relay.client;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Field;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ActionHook;
import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat announces the end of a chunked body inside of the read that meets it, by handling the connection anew. That is
 * right on a thread of ours. On its own thread that connection is being handled already, and what has come behind the
 * body is taken for a request by itself, away from the one under way: its answer comes first, or never. Read through
 * here, the announcement waits until Tomcat's thread is done with this round, as it does for every other body.
 */
final class LastChunk {
    private static final @Nullable Field HOOK = BehindFacade.openField(Request.class, "hook");

    private LastChunk() {}

    /** Reads some of the body. */
    @FunctionalInterface
    interface Read {
        int read() throws IOException;
    }

    static int read(HttpServletRequest request, Read read) throws IOException {
        Request behind = BehindFacade.of(request);
        if (HOOK == null || behind == null || !behind.isRequestThread() || behind.getContentLengthLong() >= 0) {
            return read.read();
        }
        if (!(BehindFacade.valueOf(HOOK, behind) instanceof ActionHook tomcat)) {
            return read.read();
        }
        set(HOOK, behind, (action, parameter) -> {
            if (action != ActionCode.DISPATCH_EXECUTE) {
                tomcat.action(action, parameter);
            }
        });
        try {
            return read.read();
        } finally {
            set(HOOK, behind, tomcat);
        }
    }

    private static void set(Field field, Request behind, ActionHook hook) {
        try {
            field.set(behind, hook);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the field was opened", e);
        }
    }
}
