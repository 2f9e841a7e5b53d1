package io.github.openrouterproxy.relay.client;

import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import org.apache.coyote.http11.Http11OutputBuffer;
import org.apache.coyote.http11.Http11Processor;
import org.jspecify.annotations.Nullable;

/**
 * Room for the head of an answer. Tomcat gives every connection a buffer of the longest head it may ever have; here one
 * is put in its place for as long as a head needs it. HTTP/1.1 only; before anything of the answer was written.
 */
final class HeadRoom {
    /** As much as is taken from an upstream, and what is added to it. */
    private static final int MOST = 66 * 1024;

    private static final @Nullable Field OUTPUT = BehindFacade.openField(Http11Processor.class, "outputBuffer");
    private static final @Nullable Field BUFFER = BehindFacade.openField(Http11OutputBuffer.class, "headerBuffer");

    private final Object output;
    private final ByteBuffer usual;

    private HeadRoom(Object output, ByteBuffer usual) {
        this.output = output;
        this.usual = usual;
    }

    /** Makes room for so many bytes; null where that cannot be done. */
    static @Nullable HeadRoom make(HttpServletResponse response, long length) {
        Object processor = BehindFacade.processorOf(response);
        Object output = processor == null || length > MOST ? null : BehindFacade.valueOf(OUTPUT, processor);
        if (output == null || !(BehindFacade.valueOf(BUFFER, output) instanceof ByteBuffer usual)) {
            return null;
        }
        boolean made = usual.capacity() >= length || put(ByteBuffer.allocate(MOST), output);
        return made ? new HeadRoom(output, usual) : null;
    }

    /** With the head out, of which a full socket has made its own copy, what was there before has its place again. */
    void giveBack() {
        put(usual, output);
    }

    private static boolean put(ByteBuffer buffer, Object output) {
        if (BUFFER == null) {
            return false;
        }
        try {
            BUFFER.set(output, buffer);
            return true;
        } catch (IllegalAccessException e) {
            return false;
        }
    }
}
