package io.github.openrouterproxy.relay.upstream;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Asks for addresses on threads of its own, since the system's resolver blocks for as long as it likes. Whoever wants a
 * name that is being asked for already waits for that answer; nobody waits for longer than allowed. Any thread.
 */
final class AddressLookups implements SocketAddressResolver {
    /** As many as may be stuck before the next has to wait. */
    static final int THREADS = 4;

    /** It is none to ask anybody for. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[?[0-9A-Fa-f:.]*:[^\\]]*]?");

    private final Names names;
    private final Executor threads;
    private final Scheduler scheduler;
    private final Duration longest;
    private final Map<String, Lookup> latest = new HashMap<>();

    /** Tells the addresses of a name; may block. */
    @FunctionalInterface
    interface Names {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /**
     * @param threads {@link #THREADS} of them
     * @param longest that one waits, from asking on
     */
    AddressLookups(Names names, Executor threads, Scheduler scheduler, Duration longest) {
        this.names = names;
        this.threads = threads;
        this.scheduler = scheduler;
        this.longest = longest;
    }

    @Override
    public void resolve(
            String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> whenKnown) {
        Waiting waiting = new Waiting(port, whenKnown);
        if (ADDRESS.matcher(host).matches()) {
            run(new Lookup(host, waiting));
            return;
        }
        waiting.endsWithin(scheduler, longest);
        Lookup begun = null;
        synchronized (latest) {
            Lookup running = latest.get(host);
            if (running == null || running.isOlderThan(longest)) {
                begun = new Lookup(host);
                running = begun;
                latest.put(host, begun);
            }
            running.waiting.add(waiting);
        }
        if (begun != null) {
            begin(begun);
        }
    }

    private void begin(Lookup lookup) {
        try {
            threads.execute(() -> run(lookup));
        } catch (RejectedExecutionException stopped) {
            end(lookup).forEach(waiting -> waiting.failed(stopped));
        }
    }

    private void run(Lookup lookup) {
        try {
            InetAddress[] found = names.of(lookup.host);
            end(lookup).forEach(waiting -> waiting.found(found));
        } catch (UnknownHostException | RuntimeException | Error e) {
            end(lookup).forEach(waiting -> waiting.failed(e));
        }
    }

    private List<Waiting> end(Lookup lookup) {
        synchronized (latest) {
            latest.remove(lookup.host, lookup);
            return lookup.waiting;
        }
    }

    /** Whoever waits is added under the lock, and only while it is the latest. */
    private static final class Lookup {
        private final String host;
        private final long beganNanos = NanoTime.now();
        private final List<Waiting> waiting = new ArrayList<>(1);

        Lookup(String host) {
            this.host = host;
        }

        Lookup(String host, Waiting only) {
            this(host);
            waiting.add(only);
        }

        boolean isOlderThan(Duration age) {
            return NanoTime.since(beganNanos) > age.toNanos();
        }
    }

    /** Nobody told the address of a host in time. */
    static final class LateException extends SocketTimeoutException {
        private static final long serialVersionUID = 1L;
    }

    /** Hears one of the three, once. */
    private static final class Waiting {
        private final int port;
        private final Promise<List<InetSocketAddress>> whenKnown;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile Scheduler.Task end = () -> false;

        Waiting(int port, Promise<List<InetSocketAddress>> whenKnown) {
            this.port = port;
            this.whenKnown = whenKnown;
        }

        void endsWithin(Scheduler scheduler, Duration longest) {
            end = scheduler.schedule(() -> failed(new LateException()), longest.toMillis(), TimeUnit.MILLISECONDS);
        }

        void found(InetAddress[] addresses) {
            if (over.compareAndSet(false, true)) {
                end.cancel();
                whenKnown.succeeded(Arrays.stream(addresses)
                        .map(address -> new InetSocketAddress(address, port))
                        .toList());
            }
        }

        void failed(Throwable failure) {
            if (over.compareAndSet(false, true)) {
                end.cancel();
                whenKnown.failed(failure);
            }
        }
    }
}
