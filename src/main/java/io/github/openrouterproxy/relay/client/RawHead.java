package io.github.openrouterproxy.relay.client;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.http.MimeHeaders;

/**
 * Compares a request's head, as it lies in Tomcat's buffer, with the headers that Tomcat shows of it. Tomcat leaves out
 * {@code Content-Length} beside {@code Transfer-Encoding}, can be set to skip lines that it does not understand, and
 * takes a line feed alone for the end of a line; whoever stood before us may have read such a head differently (RFC
 * 9112, section 11.2). Folded lines it has joined by then, which is one of the two answers to them (section 5.2).
 * HTTP/1.1 only. The container's thread, before anything of the body was read.
 */
public final class RawHead {
    private RawHead() {}

    /**
     * Whether we see a header for every line, and every line has its whole end; true where there is no such buffer to
     * look into.
     */
    public static boolean isWhollySeen(HttpServletResponse response) {
        Response behind = BehindFacade.of(response);
        if (behind == null || !BehindFacade.isHttp1(behind)) {
            return true;
        }
        Request request = behind.getRequest();
        ByteChunk address = request.requestURI().getByteChunk();
        byte[] buffer = address.getBuffer();
        return buffer == null || isWhollySeen(buffer, address.getStart(), request.getMimeHeaders());
    }

    private static boolean isWhollySeen(byte[] buffer, int address, MimeHeaders headers) {
        int at = afterLine(buffer, address);
        for (int i = 0; i < headers.size(); i++) {
            ByteChunk name = headers.getName(i).getByteChunk();
            if (!isAfterLineEnd(buffer, at) || name.getBuffer() != buffer || name.getStart() != at) {
                return false;
            }
            at = afterLine(buffer, name.getEnd());
        }
        return isAfterLineEnd(buffer, at) && isAfterLineEnd(buffer, at + 2);
    }

    private static int afterLine(byte[] buffer, int from) {
        int at = from;
        while (at < buffer.length && buffer[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    private static boolean isAfterLineEnd(byte[] buffer, int at) {
        return at <= buffer.length && buffer[at - 2] == '\r' && buffer[at - 1] == '\n';
    }
}
