package io.github.openrouterproxy.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An upstream that does exactly what a test tells it, piece by piece, on a loopback port of its own: it can stall, cut,
 * lie and compress. Told nothing, it answers as OpenRouter would. One plain thread a connection; the methods serve any
 * thread.
 */
public final class FakeUpstream implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final ServerSocket server;
    private final Queue<Reply> nextEarly = new ConcurrentLinkedQueue<>();
    private final Queue<Reply> next = new ConcurrentLinkedQueue<>();
    private final List<SeenRequest> seen = new CopyOnWriteArrayList<>();
    private final BlockingQueue<SeenRequest> unclaimed = new LinkedBlockingQueue<>();
    private final BlockingQueue<SeenRequest> abandoned = new LinkedBlockingQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<SeenRequest> priceQuestions = new CopyOnWriteArrayList<>();
    private final List<SeenRequest> generationQuestions = new CopyOnWriteArrayList<>();
    private volatile Function<SeenRequest, Reply> generations = request -> Reply.status(404);
    private volatile Function<SeenRequest, Reply> script = OpenAiReplies::usual;

    private FakeUpstream(ServerSocket server) {
        this.server = server;
    }

    public static FakeUpstream start() throws IOException {
        return startAt(InetAddress.getLoopbackAddress(), 0);
    }

    /** At another address of the loopback interface, and a given port. */
    public static FakeUpstream startAt(InetAddress address, int port) throws IOException {
        FakeUpstream upstream = new FakeUpstream(new ServerSocket(port, BACKLOG, address));
        thread("fake-upstream", upstream::acceptAll);
        return upstream;
    }

    /** What to set as {@code OPENAI_API_BASE}. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/api/v1");
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Answers the next request so; several wait in line. */
    public void answerNext(Reply reply) {
        next.add(reply);
    }

    /** Answers the next request so before its body was read, and closes the connection afterwards. */
    public void answerNextEarly(Reply reply) {
        nextEarly.add(reply);
    }

    /** Answers every request so for which nothing waits in line. */
    public void answer(Function<SeenRequest, Reply> answers) {
        script = answers;
    }

    /** Answers so what the proxy itself asks of generations, 404 otherwise. */
    public void answerGenerations(Function<SeenRequest, Reply> answers) {
        generations = answers;
    }

    /** The proxy's own questions for generations, which are not among the others. */
    public List<SeenRequest> generationQuestions() {
        return List.copyOf(generationQuestions);
    }

    /** The proxy's own questions for prices, which are not among the others. */
    public List<SeenRequest> priceQuestions() {
        return List.copyOf(priceQuestions);
    }

    /** Every request that was read, oldest first. */
    public List<SeenRequest> requests() {
        return List.copyOf(seen);
    }

    public void forgetRequests() {
        seen.clear();
        unclaimed.clear();
        abandoned.clear();
    }

    /** The next request not yet returned by this method. */
    public SeenRequest awaitRequest(Duration longest) throws InterruptedException {
        return poll(unclaimed, longest, "no request came");
    }

    /** The next call whose client closed the connection before its answer had ended. */
    public SeenRequest awaitDisconnect(Duration longest) throws InterruptedException {
        return poll(abandoned, longest, "no client closed its connection");
    }

    /** How many connections were made so far. */
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                if (server.isClosed()) {
                    socket.close();
                }
                int number = connections.incrementAndGet();
                thread("fake-upstream-" + number, () -> serve(socket, number));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            socket.setTcpNoDelay(true);
            UpstreamConnection connection = new UpstreamConnection(socket, number, new Scripted());
            while (connection.serveOne()) {
                // the next request on the same connection
            }
            if (connection.abandoned() != null) {
                abandoned.add(connection.abandoned());
            }
        } catch (IOException gone) {
            // a connection that breaks between two calls concerns nobody
        } finally {
            open.remove(socket);
        }
    }

    private static <T> T poll(BlockingQueue<T> queue, Duration longest, String otherwise) throws InterruptedException {
        T found = queue.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
        if (found == null) {
            throw new AssertionError(otherwise + " within " + longest.toMillis() + " ms");
        }
        return found;
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private final class Scripted implements UpstreamConnection.Script {
        @Override
        public @Nullable Reply early() {
            return nextEarly.poll();
        }

        @Override
        public void note(SeenRequest request) {
            if (asksForPrices(request)) {
                priceQuestions.add(request);
                return;
            }
            if (asksForGeneration(request)) {
                generationQuestions.add(request);
                return;
            }
            seen.add(request);
            unclaimed.add(request);
        }

        @Override
        public Reply answer(SeenRequest request) {
            if (asksForGeneration(request)) {
                return generations.apply(request);
            }
            Reply queued = asksForPrices(request) ? null : next.poll();
            return queued != null ? queued : script.apply(request);
        }

        /** The proxy itself asks for prices when it likes: neither what a test has put in line nor what it counts. */
        private boolean asksForPrices(SeenRequest request) {
            return request.target().endsWith("/models") && isOfTheProxyItself(request);
        }

        private boolean asksForGeneration(SeenRequest request) {
            return request.target().contains("/generation?") && isOfTheProxyItself(request);
        }

        private boolean isOfTheProxyItself(SeenRequest request) {
            return request.headers().first("User-Agent").orElse("").startsWith("Jersey/");
        }
    }
}
