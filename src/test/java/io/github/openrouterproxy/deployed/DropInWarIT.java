package io.github.openrouterproxy.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RawResponse;
import io.github.openrouterproxy.testing.RecordedFile;
import io.github.openrouterproxy.testing.RecordedFile.Row;
import io.github.openrouterproxy.testing.StockTomcat.Version;
import java.io.File;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The WAR alone in a Tomcat as its makers ship it: one context serves both doors. */
@Tag("beside-others")
@ExtendWith({DropInTomcats.class, ArquillianExtension.class})
@RunAsClient
final class DropInWarIT {
    private static final String CHAT = "{\"model\":\"test/model\",\"messages\":[]}";

    @Deployment(name = "TOMCAT_10_1/llm", managed = false, testable = false)
    @TargetsContainer("TOMCAT_10_1")
    static WebArchive underAPathOfTomcat10() {
        return war("llm");
    }

    @Deployment(name = "TOMCAT_10_1/ROOT", managed = false, testable = false)
    @TargetsContainer("TOMCAT_10_1")
    static WebArchive rootOfTomcat10() {
        return war("ROOT");
    }

    @Deployment(name = "TOMCAT_11/llm", managed = false, testable = false)
    @TargetsContainer("TOMCAT_11")
    static WebArchive underAPathOfTomcat11() {
        return war("llm");
    }

    @Deployment(name = "TOMCAT_11/ROOT", managed = false, testable = false)
    @TargetsContainer("TOMCAT_11")
    static WebArchive rootOfTomcat11() {
        return war("ROOT");
    }

    @Test
    void tomcat10ServesBothDoorsUnderAPathAndThenAsRoot(@ArquillianResource Deployer deployer) throws Exception {
        servesBothDoors(deployer, Version.TOMCAT_10_1, "llm", "/llm");
        servesBothDoors(deployer, Version.TOMCAT_10_1, "ROOT", "");
    }

    @Test
    void tomcat11ServesBothDoorsUnderAPathAndThenAsRoot(@ArquillianResource Deployer deployer) throws Exception {
        servesBothDoors(deployer, Version.TOMCAT_11, "llm", "/llm");
        servesBothDoors(deployer, Version.TOMCAT_11, "ROOT", "");
    }

    private void servesBothDoors(Deployer deployer, Version version, String name, String context) throws Exception {
        int port = DropInTomcats.port(version);
        deployer.deploy(version + "/" + name);
        try {
            RawResponse relayed = RawClient.call(
                    port,
                    RawRequest.post(context + "/v1/chat/completions?from=" + name, CHAT)
                            .bearer("sk-somebody-0123456789"));
            assertThat(relayed.status()).isEqualTo(200);
            assertThat(relayed.text()).contains("Hello, wörld");

            List<Row> rows = new RecordedFile(DropInTomcats.database(version)).rows();
            Row row = rows.get(rows.size() - 1);
            assertThat(row.url()).endsWith("/api/v1/chat/completions?from=" + name);
            assertThat(row.responseBody()).isEqualTo(relayed.text());

            RawResponse seen = RawClient.call(
                    port, RawRequest.get(context + "/api/requests").bearer(DropInTomcats.ADMINISTRATOR));
            assertThat(seen.status()).isEqualTo(200);
            assertThat(seen.text()).contains(row.id());

            RawResponse page = RawClient.call(port, RawRequest.get(context + "/login"));
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text()).contains(context + "/assets/");
        } finally {
            deployer.undeploy(version + "/" + name);
        }
    }

    private static WebArchive war(String name) {
        return ShrinkWrap.create(ZipImporter.class, name + ".war")
                .importFrom(new File(System.getProperty("war")))
                .as(WebArchive.class);
    }
}
