package io.github.openrouterproxy.deployed;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.StockTomcat.Version;
import io.github.openrouterproxy.testing.machine.FreePort;
import io.github.openrouterproxy.testing.machine.ShortLived;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Prepares the stock Tomcats that Arquillian manages, and the upstream behind them, before it reads
 * {@code arquillian.xml}. Stands before Arquillian's own extension. JUnit's thread.
 */
final class DropInTomcats implements BeforeAllCallback, AfterAllCallback {
    static final String ADMINISTRATOR = "sk-drop-in-administrator-0123456789";

    /** As catalina.sh has them: Tomcat looks for what an undeployed context left behind. */
    private static final String OPENED = "--add-opens=java.base/java.io=ALL-UNNAMED"
            + " --add-opens=java.base/java.lang=ALL-UNNAMED"
            + " --add-opens=java.base/java.util.concurrent=ALL-UNNAMED"
            + " --add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED"
            + " --enable-native-access=ALL-UNNAMED";

    private static final Path BASES = Path.of("target/drop-in").toAbsolutePath();

    private final FakeUpstream upstream;

    DropInTomcats() throws IOException {
        upstream = FakeUpstream.start();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        for (Version version : Version.values()) {
            prepare(version);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        upstream.close();
    }

    static int port(Version version) {
        return Integer.getInteger(version + ".port", 0);
    }

    static Path database(Version version) {
        return BASES.resolve(version.name()).resolve("data/proxy_requests.db");
    }

    private void prepare(Version version) throws IOException {
        Path base = BASES.resolve(version.name());
        deleteOld(base);
        for (String folder : new String[] {"logs", "temp", "work", "webapps"}) {
            Files.createDirectories(base.resolve(folder));
        }
        copy(version.home().resolve("conf"), base.resolve("conf"));
        copy(version.home().resolve("webapps/manager"), base.resolve("webapps/manager"));
        String password = UUID.randomUUID().toString();
        String users = "<tomcat-users><user username=\"arquillian\" password=\"" + password
                + "\" roles=\"manager-script\"/></tomcat-users>";
        Files.writeString(base.resolve("conf/tomcat-users.xml"), users);
        int port = FreePort.next();
        Path serverXml = base.resolve("conf/server.xml");
        String ports = Files.readString(serverXml)
                .replace("port=\"8005\"", "port=\"-1\"")
                .replace("port=\"8080\"", "port=\"" + port + "\" address=\"127.0.0.1\"");
        Files.writeString(serverXml, ports);
        System.setProperty(version + ".home", version.home().toString());
        System.setProperty(version + ".base", base.toString());
        System.setProperty(version + ".port", String.valueOf(port));
        System.setProperty(version + ".jmx", String.valueOf(FreePort.next()));
        System.setProperty(version + ".password", password);
        System.setProperty(
                version + ".options",
                OPENED + " -Dcom.sun.management.jmxremote.host=127.0.0.1 -Djava.rmi.server.hostname=127.0.0.1"
                        + " -Xmx512m " + ShortLived.OPTIONS + " -DOPENAI_API_BASE=" + upstream.base()
                        + " -DSUPER_ADMIN_APIKEY=" + ADMINISTRATOR);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static void deleteOld(Path base) throws IOException {
        if (!Files.exists(base)) {
            return;
        }
        try (Stream<Path> files = Files.walk(base)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
