package io.github.openrouterproxy.relay.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShortReadEndPointTest {
    private static final long SOON = 10_000;

    private final Scheduler scheduler = new ScheduledExecutorScheduler();
    private Selector selector;
    private SocketChannel ours;
    private SocketChannel theirs;
    private ShortReadEndPoint endPoint;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel door = ServerSocketChannel.open()) {
            door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            theirs = SocketChannel.open(door.getLocalAddress());
            ours = door.accept();
        }
        ours.configureBlocking(false);
        selector = Selector.open();
        SelectionKey key = ours.register(selector, SelectionKey.OP_READ);
        endPoint = new ShortReadEndPoint(ours, new ManagedSelector(new Unused(scheduler), 0), key, scheduler);
    }

    @AfterEach
    void close() throws IOException {
        ours.close();
        theirs.close();
        selector.close();
    }

    @Test
    void takesTheSocketForEmptyOnceAfterAReadThatLeftRoom() throws IOException {
        send("one");
        assertThat(fill(10)).isEqualTo(3);
        send("two");

        assertThat(fill(10)).isZero();
        assertThat(fill(10)).isEqualTo(3);
    }

    @Test
    void readsOnAfterAReadThatLeftNone() throws IOException {
        send("onetwo");

        assertThat(fill(3)).isEqualTo(3);
        assertThat(fill(10)).isEqualTo(3);
    }

    @Test
    void findsTheEndBehindTheLastBytes() throws IOException {
        send("end");
        assertThat(fill(10)).isEqualTo(3);
        theirs.close();
        awaitReadable();

        assertThat(fill(10)).isZero();
        assertThat(fill(10)).isEqualTo(-1);
    }

    @Test
    void hidesNoEndOfItsOwn() throws IOException {
        send("one");
        assertThat(fill(10)).isEqualTo(3);
        endPoint.close();

        assertThat(fill(10)).isEqualTo(-1);
    }

    private void send(String text) throws IOException {
        int unused = theirs.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
        awaitReadable();
    }

    private void awaitReadable() throws IOException {
        selector.selectedKeys().clear();
        assertThat(selector.select(SOON)).isPositive();
    }

    private int fill(int room) throws IOException {
        return endPoint.fill(BufferUtil.allocate(room));
    }

    /** The end point belongs to a selector; nothing here waits for one of Jetty's. */
    private static final class Unused extends SelectorManager {
        private Unused(Scheduler scheduler) {
            super(Runnable::run, scheduler);
        }

        @Override
        protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Connection newConnection(SelectableChannel channel, EndPoint endPoint, Object attachment) {
            throw new UnsupportedOperationException();
        }
    }
}
