package io.github.openrouterproxy.relay.client;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Asks a connection whether its client is still there. While nothing is written nobody else asks: the container waits
 * for the application, which has nothing to say. Only HTTP/1.1; a client that closed its sending half counts as gone.
 */
final class ClientPresence {
    private ClientPresence() {}

    /**
     * A read of nothing: before it, the container takes from the socket what it has room for behind what it has taken
     * already, and tells of the end if that comes next. Behind more than there is room for (8 KB) no end is seen, nor
     * behind anything at all where the container itself speaks TLS: it loops for good over a record that it has no room
     * for.
     *
     * <p>Never blocks. The caller makes sure that the request is read to its end and that nobody reads or writes
     * meanwhile.
     */
    static boolean hasGone(HttpServletResponse response) {
        SocketWrapperBase<?> connection = BehindFacade.connectionOf(response);
        if (connection == null || mayNotBeFilled(connection)) {
            return false;
        }
        try {
            return connection.read(false, ByteBuffer.allocate(0)) < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean mayNotBeFilled(SocketWrapperBase<?> connection) {
        return connection.getSocket() instanceof SecureNioChannel
                && !connection.getSocketBufferHandler().isReadBufferEmpty();
    }
}
