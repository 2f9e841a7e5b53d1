package io.github.openrouterproxy.tomcat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.catalina.Engine;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardEngine;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.core.StandardServer;
import org.apache.catalina.core.StandardService;
import org.junit.jupiter.api.Test;

final class StartupCheckTest {
    private final Set<Integer> taken = new TreeSet<>();
    private final Set<Integer> held = new TreeSet<>();
    private final List<Integer> exits = new ArrayList<>();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final StartupCheck check = new StartupCheck(
            new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
            new PrintStream(err, true, UTF_8),
            this::bind,
            exits::add);

    @Test
    void freePortsAreReleasedAndTheStartGoesOn() {
        check.lifecycleEvent(new LifecycleEvent(new StandardServer(), Lifecycle.BEFORE_INIT_EVENT, null));

        assertThat(exits).isEmpty();
        assertThat(held).isEmpty();
    }

    @Test
    void everyTakenPortIsNamedBeforeTheProcessEnds() {
        taken.addAll(List.of(8080, 8081));
        check.lifecycleEvent(new LifecycleEvent(new StandardServer(), Lifecycle.BEFORE_INIT_EVENT, null));

        assertThat(exits).containsExactly(1);
        assertThat(err.toString(UTF_8).lines())
                .containsExactly(
                        "Port 8080 on 127.0.0.1 is taken: set PROXY_PORT to another port for the relay.",
                        "Port 8081 on 127.0.0.1 is taken: set WEB_PORT to another port for the monitor.");
    }

    @Test
    void wrongValuesAreNamedWithoutTryingToListen() {
        check.setRelayPort("eighty");
        check.setMonitorHost("[::zz]");
        check.lifecycleEvent(new LifecycleEvent(new StandardServer(), Lifecycle.BEFORE_INIT_EVENT, null));

        assertThat(exits).containsExactly(1);
        assertThat(err.toString(UTF_8).lines()).hasSize(2);
    }

    @Test
    void bothDoorsOnOnePortAreOneMistakeOfTheSettings() {
        check.setRelayPort("9000");
        check.setMonitorPort("9000");
        check.lifecycleEvent(new LifecycleEvent(new StandardServer(), Lifecycle.BEFORE_INIT_EVENT, null));

        assertThat(exits).containsExactly(1);
        assertThat(err.toString(UTF_8)).startsWith("PROXY_PORT and WEB_PORT are both 9000:");
    }

    @Test
    void aContextThatDidNotStartEndsTheProcess() {
        check.lifecycleEvent(new LifecycleEvent(engine(LifecycleState.STOPPED), Lifecycle.AFTER_START_EVENT, null));

        assertThat(exits).containsExactly(1);
        assertThat(err.toString(UTF_8)).startsWith("The relay did not start.");
    }

    @Test
    void contextsThatStartedLetTheConnectorsOpen() {
        check.lifecycleEvent(new LifecycleEvent(engine(LifecycleState.STARTED), Lifecycle.AFTER_START_EVENT, null));

        assertThat(exits).isEmpty();
    }

    private Closeable bind(InetSocketAddress address) throws IOException {
        if (taken.contains(address.getPort())) {
            throw new BindException("Address already in use");
        }
        held.add(address.getPort());
        return () -> held.remove(address.getPort());
    }

    private static Engine engine(LifecycleState contextState) {
        StandardContext context = new StandardContext() {
            @Override
            public LifecycleState getState() {
                return contextState;
            }
        };
        context.setPath("");
        StandardHost host = new StandardHost();
        host.setName("localhost");
        host.addChild(context);
        StandardEngine engine = new StandardEngine();
        engine.setName("relay");
        engine.addChild(host);
        StandardService service = new StandardService();
        service.setServer(new StandardServer());
        engine.setService(service);
        return engine;
    }
}
