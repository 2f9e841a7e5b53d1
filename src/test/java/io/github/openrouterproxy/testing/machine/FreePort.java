package io.github.openrouterproxy.testing.machine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for programs that cannot choose one themselves. They lie below those that the system gives to outgoing
 * connections and to whoever binds port 0, so nobody takes one between its choice and its use. Any thread.
 */
public final class FreePort {
    private static final int COUNT = 6_000;

    /** Processes of tests that run side by side have ports of their own. Who runs a test alone has no number. */
    private static final int FIRST = 20_000 + fork() % 2 * COUNT;

    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePort() {}

    /** A port of the loopback address on which nobody listens; never the same one twice. */
    public static int next() {
        while (true) {
            int port = FIRST + NEXT.getAndIncrement() % COUNT;
            if (isFree(port)) {
                return port;
            }
        }
    }

    private static int fork() {
        return Integer.parseInt(System.getProperty("test.fork", "fork-0").substring("fork-".length()));
    }

    private static boolean isFree(int port) {
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return free.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
