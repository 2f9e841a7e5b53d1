package io.github.openrouterproxy.relay.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page that answers without having read what was sent to it, in a Tomcat as its makers ship it. */
class UnreadBodyFilterIT {
    @TempDir
    private Path base;

    private final Tomcat tomcat = new Tomcat();

    @BeforeEach
    void start() throws Exception {
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("", base.toString());
        Tomcat.addServlet(context, "elsewhere", new Elsewhere());
        context.addServletMappingDecoded("/", "elsewhere");
        FilterDef filter = new FilterDef();
        filter.setFilterName("unread-body");
        filter.setFilter(new UnreadBodyFilter());
        context.addFilterDef(filter);
        FilterMap everywhere = new FilterMap();
        everywhere.setFilterName("unread-body");
        everywhere.addURLPattern("/*");
        context.addFilterMap(everywhere);
        tomcat.start();
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    @Test
    void theAnswerKeepsItsStatusAndTheConnectionCloses() throws Exception {
        try (RawClient client = RawClient.connect(tomcat.getConnector().getLocalPort())) {
            client.send("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nuser=".getBytes(UTF_8));

            RawResponse got = client.receive();

            assertThat(got.status()).isEqualTo(303);
            assertThat(got.header("Location")).isEqualTo("/elsewhere");
            assertThat(client.isClosedWithin(Duration.ofSeconds(5))).isTrue();
        }
    }

    private static final class Elsewhere extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", "/elsewhere");
        }
    }
}
