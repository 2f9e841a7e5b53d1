package io.github.openrouterproxy.relay.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Spares the read that would find nothing: when one has left room in its buffer, the socket is taken to be empty until
 * the selector says otherwise, which it does at once if more has come meanwhile. One
 * thread at a time, as whoever reads.
 */
final class ShortReadEndPoint extends SocketChannelEndPoint {
    private boolean emptied;

    ShortReadEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        if (emptied && !isInputShutdown()) {
            emptied = false;
            return 0;
        }
        int room = BufferUtil.space(buffer);
        int filled = super.fill(buffer);
        emptied = filled > 0 && filled < room;
        return filled;
    }
}
