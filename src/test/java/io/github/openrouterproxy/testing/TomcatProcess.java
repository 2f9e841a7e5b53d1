package io.github.openrouterproxy.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The Tomcat this project ships, in a process of its own, with both doors on ports of their own choice and its data in
 * a folder of the test. Any thread.
 */
public final class TomcatProcess implements AutoCloseable {
    /**
     * How a start that was to fail ended.
     *
     * @param output everything it printed
     */
    public record Ended(int exitCode, String output) {}

    private static final Pattern RELAY = Pattern.compile("(?m)^relay +http://127\\.0\\.0\\.1:(\\d+)/v1$");
    private static final Pattern MONITOR =
            Pattern.compile("(?m)^monitor +http://[a-z0-9.]+:(\\d+)/(?: \\(on every address\\))?$");

    private final Path base;
    private final ServerProcess process;
    private final int relayPort;
    private final int monitorPort;

    private TomcatProcess(Path base, ServerProcess process) throws InterruptedException {
        this.base = base;
        this.process = process;
        this.relayPort = Integer.parseInt(process.awaitOutput(RELAY));
        this.monitorPort = Integer.parseInt(process.awaitOutput(MONITOR));
    }

    /** Starts on the folder {@code base}, again where one ran before, and waits until both doors are ready. */
    public static TomcatProcess start(Path base, Map<String, String> environment)
            throws IOException, InterruptedException {
        TomcatProcess tomcat = new TomcatProcess(base, launch(base, environment));
        tomcat.process.awaitReady(tomcat.relayPort, "/health/ready");
        tomcat.process.awaitReady(tomcat.monitorPort, "/health/ready");
        return tomcat;
    }

    /** The same with an attribute more in its {@code server.xml}, of the relay's connector. */
    public static TomcatProcess startWith(Path base, Map<String, String> environment, String attribute)
            throws IOException, InterruptedException {
        prepare(base);
        Path serverXml = base.resolve("conf/server.xml");
        String shipped = Files.readString(serverXml);
        String changed = shipped.replace("allowTrace=\"true\"", "allowTrace=\"true\" " + attribute);
        if (changed.equals(shipped)) {
            throw new IllegalStateException("the relay's connector was not found");
        }
        Files.writeString(serverXml, changed);
        TomcatProcess tomcat = new TomcatProcess(base, launchPrepared(base, environment));
        tomcat.process.awaitReady(tomcat.relayPort, "/health/ready");
        return tomcat;
    }

    /** With {@code upstream} behind it. */
    public static TomcatProcess start(Path base, FakeUpstream upstream) throws IOException, InterruptedException {
        return start(base, Map.of("OPENAI_API_BASE", upstream.base().toString()));
    }

    /** What is done to a server that still starts. */
    @FunctionalInterface
    public interface Deed {
        void run() throws Exception;
    }

    /** Is stopped in order after {@code deed}, which runs as soon as the relay answers at that port. */
    public static Ended stoppedWhileStarting(Path base, Map<String, String> environment, int relayPort, Deed deed)
            throws Exception {
        Map<String, String> complete = new HashMap<>(environment);
        complete.put("PROXY_PORT", Integer.toString(relayPort));
        ServerProcess process = launch(base, complete);
        process.awaitReady(relayPort, "/health/live");
        deed.run();
        process.stop();
        return new Ended(process.awaitExit(), process.output());
    }

    /**
     * Is killed in the middle of its start, after {@code deed}, which runs before the relay listens at that port.
     *
     * @return whether it was indeed still starting
     */
    public static boolean killedWhileStarting(Path base, Map<String, String> environment, int relayPort, Deed deed)
            throws Exception {
        Map<String, String> complete = new HashMap<>(environment);
        complete.put("PROXY_PORT", Integer.toString(relayPort));
        ServerProcess process = launch(base, complete);
        try {
            deed.run();
            return !MONITOR.matcher(process.output()).find();
        } finally {
            process.kill9();
        }
    }

    /** A start that is to fail. */
    public static Ended startInVain(Path base, Map<String, String> environment)
            throws IOException, InterruptedException {
        ServerProcess process = launch(base, environment);
        return new Ended(process.awaitExit(), process.output());
    }

    public int relayPort() {
        return relayPort;
    }

    public int monitorPort() {
        return monitorPort;
    }

    /** The database, where {@code DATABASE_PATH} says nothing else. */
    public Path database() {
        return base.resolve("data/proxy_requests.db");
    }

    public String output() {
        return process.output();
    }

    /** Ends it in the middle of whatever it does. */
    public void kill9() {
        process.kill9();
    }

    /** Ends it in order. */
    public void stop() throws InterruptedException {
        process.stop();
    }

    @Override
    public void close() {
        process.kill9();
    }

    private static ServerProcess launch(Path base, Map<String, String> environment) throws IOException {
        prepare(base);
        return launchPrepared(base, environment);
    }

    private static void prepare(Path base) throws IOException {
        for (String folder : List.of("logs", "temp", "work")) {
            Files.createDirectories(base.resolve(folder));
        }
        ServerProcess.copyConf(home(), base);
    }

    private static Path home() {
        return Path.of(System.getProperty("tomcat.home"));
    }

    private static ServerProcess launchPrepared(Path base, Map<String, String> environment) throws IOException {
        Map<String, String> complete = new HashMap<>(Map.of("PROXY_PORT", "0", "WEB_PORT", "0"));
        complete.putAll(environment);
        return ServerProcess.start(home(), base, complete);
    }
}
