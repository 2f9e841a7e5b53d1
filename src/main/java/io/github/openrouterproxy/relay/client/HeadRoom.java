package io.github.openrouterproxy.relay.client;

import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import org.apache.coyote.http11.Http11OutputBuffer;
import org.apache.coyote.http11.Http11Processor;
import org.jspecify.annotations.Nullable;

/**
 * Room for the head of an answer. Tomcat gives every connection a buffer of the longest head it may ever have; here one
 * is put in its place when a head needs it. HTTP/1.1 only; before anything of the answer was written.
 */
final class HeadRoom {
    /** As much as is taken from an upstream, and what is added to it. */
    private static final int MOST = 66 * 1024;

    private static final @Nullable Field OUTPUT = BehindFacade.openField(Http11Processor.class, "outputBuffer");
    private static final @Nullable Field BUFFER = BehindFacade.openField(Http11OutputBuffer.class, "headerBuffer");

    private HeadRoom() {}

    /** Whether there is room for so many bytes now. */
    static boolean make(HttpServletResponse response, long length) {
        Object processor = BehindFacade.processorOf(response);
        Object output = processor == null || length > MOST ? null : BehindFacade.valueOf(OUTPUT, processor);
        if (BUFFER == null || output == null || !(BehindFacade.valueOf(BUFFER, output) instanceof ByteBuffer buffer)) {
            return false;
        }
        if (buffer.capacity() >= length) {
            return true;
        }
        try {
            BUFFER.set(output, ByteBuffer.allocate(MOST));
            return true;
        } catch (IllegalAccessException e) {
            return false;
        }
    }
}
