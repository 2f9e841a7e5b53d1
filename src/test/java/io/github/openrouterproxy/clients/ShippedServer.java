package io.github.openrouterproxy.clients;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RecordedFile;
import io.github.openrouterproxy.testing.RecordedFile.Row;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** The shipped server with a scripted upstream behind it. Any thread. */
final class ShippedServer implements AutoCloseable {
    private final FakeUpstream upstream;
    private final TomcatProcess tomcat;

    private ShippedServer(FakeUpstream upstream, TomcatProcess tomcat) {
        this.upstream = upstream;
        this.tomcat = tomcat;
    }

    static ShippedServer start(Path base) throws IOException, InterruptedException {
        FakeUpstream upstream = FakeUpstream.start();
        return new ShippedServer(upstream, TomcatProcess.start(base, upstream));
    }

    FakeUpstream upstream() {
        return upstream;
    }

    /** What a client calls its base URL. */
    String baseUrl() {
        return "http://127.0.0.1:" + tomcat.relayPort() + "/v1";
    }

    Row newestRecord() throws SQLException {
        List<Row> rows = new RecordedFile(tomcat.database()).rows();
        return rows.get(rows.size() - 1);
    }

    @Override
    public void close() throws IOException {
        tomcat.close();
        upstream.close();
    }
}
