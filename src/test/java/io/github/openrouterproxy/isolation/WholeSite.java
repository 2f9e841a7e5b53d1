package io.github.openrouterproxy.isolation;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanFilter;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** The whole web application with both doors in a Tomcat inside the test's own process, so that it can be asked what it
 * serves. */
final class WholeSite implements AutoCloseable {
    private final Tomcat tomcat;
    private final Context context;

    private WholeSite(Tomcat tomcat, Context context) {
        this.tomcat = tomcat;
        this.context = context;
    }

    static WholeSite start(Path base, Map<String, String> settings) throws IOException, LifecycleException {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Files.createDirectories(base.resolve("webapps"));
        Context context =
                tomcat.addWebapp("", Path.of("src/main/webapp").toAbsolutePath().toString());
        settings.forEach(context::addParameter);
        context.addParameter("DATABASE_PATH", base.resolve("data/calls.db").toString());
        StandardJarScanner scanner = new StandardJarScanner();
        StandardJarScanFilter filter = new StandardJarScanFilter();
        filter.setTldSkip("*.jar");
        filter.setTldScan("jakarta.servlet.jsp.jstl-*.jar");
        filter.setPluggabilitySkip("*.jar");
        scanner.setJarScanFilter(filter);
        context.setJarScanner(scanner);
        tomcat.start();
        if (!context.getState().isAvailable()) {
            throw new IllegalStateException("the web application did not start");
        }
        return new WholeSite(tomcat, context);
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    Context context() {
        return context;
    }

    /** Has a servlet more at that path as long as {@code meanwhile} runs. */
    void alsoServing(String path, Runnable meanwhile) {
        Wrapper servlet = Tomcat.addServlet(context, "added", new HttpServlet() {
            private static final long serialVersionUID = 1L;
        });
        context.addServletMappingDecoded(path, "added");
        try {
            meanwhile.run();
        } finally {
            context.removeServletMapping(path);
            context.removeChild(servlet);
        }
    }

    /** The servlet of that name, as it runs. */
    <T> Optional<T> servlet(String name, Class<T> type) {
        return Optional.ofNullable(context.findChild(name))
                .map(Wrapper.class::cast)
                .map(Wrapper::getServlet)
                .filter(type::isInstance)
                .map(type::cast);
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
