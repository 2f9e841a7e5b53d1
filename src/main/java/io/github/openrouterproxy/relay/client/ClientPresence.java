package io.github.openrouterproxy.relay.client;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Asks a connection whether its client is still there. While nothing is written nobody else asks: the container waits
 * for the application, which has nothing to say. Only HTTP/1.1; a client that closed its sending half counts as gone.
 */
final class ClientPresence {
    private ClientPresence() {}

    /**
     * Never blocks. The caller makes sure that the request is read to its end and that nobody reads or writes
     * meanwhile.
     */
    static boolean hasGone(HttpServletResponse response) {
        SocketWrapperBase<?> connection = BehindFacade.connectionOf(response);
        if (connection == null) {
            return false;
        }
        ByteBuffer next = ByteBuffer.allocate(1);
        try {
            int count = connection.read(false, next);
            if (count > 0) {
                connection.unRead(next.flip());
            }
            return count < 0;
        } catch (IOException e) {
            return true;
        }
    }
}
