package io.github.openrouterproxy.tomcat;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import org.apache.catalina.Container;
import org.apache.catalina.Engine;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Server;
import org.apache.catalina.Service;
import org.apache.catalina.connector.Connector;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process with a sentence instead of letting half a server run: before anything is touched when a port is
 * taken, and when a context did not start, before its connector accepts. Says where the doors are once both are open.
 * Listens to the {@code Server}; its attributes in {@code server.xml} are the very values the connectors get. The
 * container's start thread.
 */
public final class StartupCheck implements LifecycleListener {
    /** Ends the process. */
    @FunctionalInterface
    interface Exit {
        void with(int status);
    }

    private final PrintStream out;
    private final PrintStream err;
    private final Door.Binder binder;
    private final Exit exit;
    private final RefusalEcho echo = new RefusalEcho();
    private @Nullable EarlyStop earlyStop;
    private String relayHost = "127.0.0.1";
    private String relayPort = "8080";
    private String monitorHost = "127.0.0.1";
    private String monitorPort = "8081";

    /** For Tomcat's digester. */
    public StartupCheck() {
        this(System.out, System.err, StartupCheck::listen, System::exit);
    }

    StartupCheck(PrintStream out, PrintStream err, Door.Binder binder, Exit exit) {
        this.out = out;
        this.err = err;
        this.binder = binder;
        this.exit = exit;
    }

    public void setRelayHost(String host) {
        relayHost = host;
    }

    public void setRelayPort(String port) {
        relayPort = port;
    }

    public void setMonitorHost(String host) {
        monitorHost = host;
    }

    public void setMonitorPort(String port) {
        monitorPort = port;
    }

    @Override
    public void lifecycleEvent(LifecycleEvent event) {
        Lifecycle source = event.getLifecycle();
        if (source instanceof Server server && event.getType().equals(Lifecycle.BEFORE_INIT_EVENT)) {
            checkPorts();
            echo.install();
            Arrays.stream(server.findServices())
                    .forEach(service -> service.getContainer().addLifecycleListener(this));
        } else if (source instanceof Server server && event.getType().equals(Lifecycle.BEFORE_START_EVENT)) {
            earlyStop = new EarlyStop(server, this::stop);
            earlyStop.arm();
        } else if (source instanceof Server server && event.getType().equals(Lifecycle.AFTER_START_EVENT)) {
            stayIfStopping();
            echo.remove();
            announce(server);
        } else if (source instanceof Engine engine && event.getType().equals(Lifecycle.AFTER_START_EVENT)) {
            // A service starts its connectors after its engine.
            stayIfStopping();
            checkContexts(engine);
        }
    }

    private void checkPorts() {
        List<String> complaints = doors().complaints(binder);
        complaints.forEach(err::println);
        if (!complaints.isEmpty()) {
            exit.with(1);
        }
    }

    private void checkContexts(Engine engine) {
        for (Container host : engine.findChildren()) {
            for (Container context : host.findChildren()) {
                if (!context.getState().isAvailable()) {
                    if (!echo.heard()) {
                        err.println("The " + engine.getName() + " did not start.");
                    }
                    stopWhatRuns(engine.getService().getServer());
                    exit.with(1);
                    return;
                }
            }
        }
    }

    private void stayIfStopping() {
        EarlyStop early = earlyStop;
        if (early != null) {
            early.stayIfBegun();
        }
    }

    /** What another service has begun ends as in any other stop. */
    private void stopWhatRuns(Server server) {
        Arrays.stream(server.findServices())
                .filter(service -> service.getState() == LifecycleState.STARTED)
                .forEach(this::stop);
    }

    private void stop(Service service) {
        try {
            service.stop();
        } catch (LifecycleException e) {
            err.println("The " + service.getName() + " did not stop in order: " + e.getMessage());
        }
    }

    private void announce(Server server) {
        for (Service service : server.findServices()) {
            for (Connector connector : service.findConnectors()) {
                doors().named(service.getName())
                        .ifPresent(door -> out.printf("%-7s %s%n", door.name(), door.url(connector.getLocalPort())));
            }
        }
    }

    private Doors doors() {
        return new Doors(
                new Door("relay", "PROXY_HOST", relayHost, "PROXY_PORT", relayPort, "/v1"),
                new Door("monitor", "WEB_HOST", monitorHost, "WEB_PORT", monitorPort, "/"));
    }

    private static Closeable listen(InetSocketAddress address) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            // As Tomcat does: a port that only waits out its last connections is free.
            socket.setReuseAddress(true);
            socket.bind(address);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
