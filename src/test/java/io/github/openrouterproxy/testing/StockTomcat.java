package io.github.openrouterproxy.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A Tomcat as its makers ship it, with the WAR dropped into it and nothing else changed but the ports. Any thread.
 */
public final class StockTomcat implements AutoCloseable {
    /** The stock distributions at hand. */
    public enum Version {
        TOMCAT_10_1("tomcat10.home"),
        TOMCAT_11("tomcat11.home");

        private final String property;

        Version(String property) {
            this.property = property;
        }

        public Path home() {
            return Path.of(System.getProperty(property));
        }
    }

    private static final Pattern LISTENING = Pattern.compile("\"http-nio-127\\.0\\.0\\.1-auto-1-(\\d+)\"");
    private static final Pattern STARTED = Pattern.compile("Server startup in (\\d+|\\[\\d+])");

    private final ServerProcess process;
    private final int port;

    private StockTomcat(ServerProcess process) throws InterruptedException {
        this.process = process;
        String unused = process.awaitOutput(STARTED);
        this.port = Integer.parseInt(process.awaitOutput(LISTENING));
    }

    /**
     * Starts one on the folder {@code base} and waits until it has tried to deploy everything.
     * @param contexts names as Tomcat takes them from a WAR's file name, {@code ROOT} for the root
     */
    public static StockTomcat start(Version version, Path base, List<String> contexts, Map<String, String> environment)
            throws IOException, InterruptedException {
        return start(version, base, contexts, environment, serverXml -> serverXml);
    }

    /** The same with that {@code server.xml}. */
    public static StockTomcat start(
            Version version,
            Path base,
            List<String> contexts,
            Map<String, String> environment,
            UnaryOperator<String> changed)
            throws IOException, InterruptedException {
        ServerProcess.copyConf(version.home(), base);
        Path serverXml = base.resolve("conf/server.xml");
        String ports = Files.readString(serverXml)
                .replace("port=\"8005\"", "port=\"-1\"")
                .replace("port=\"8080\"", "port=\"0\" address=\"127.0.0.1\"");
        Files.writeString(serverXml, changed.apply(ports));
        for (String folder : List.of("logs", "temp", "work", "webapps")) {
            Files.createDirectories(base.resolve(folder));
        }
        Path war = Path.of(System.getProperty("war"));
        for (String context : contexts) {
            Files.copy(war, base.resolve("webapps").resolve(context + ".war"));
        }
        return new StockTomcat(ServerProcess.start(version.home(), base, environment));
    }

    public int port() {
        return port;
    }

    public String output() {
        return process.output();
    }

    /** Waits until {@code path} answers 200. */
    public void awaitReady(String path) throws InterruptedException {
        process.awaitReady(port, path);
    }

    /** Ends it in order. */
    public void stop() throws InterruptedException {
        process.stop();
    }

    @Override
    public void close() {
        process.kill9();
    }
}
