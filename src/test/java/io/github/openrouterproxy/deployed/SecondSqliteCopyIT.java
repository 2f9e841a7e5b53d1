package io.github.openrouterproxy.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.RawClient;
import io.github.openrouterproxy.testing.RawRequest;
import io.github.openrouterproxy.testing.RecordedFile;
import io.github.openrouterproxy.testing.StockTomcat;
import io.github.openrouterproxy.testing.StockTomcat.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two contexts of one WAR, each with a driver of its own, on one file: what would destroy it. */
@Tag("beside-others")
final class SecondSqliteCopyIT {
    @TempDir
    private Path base;

    @ParameterizedTest
    @EnumSource
    void theSecondContextRefusesClearlyAndTheFirstGoesOn(Version version) throws Exception {
        Path database = base.resolve("shared.db");
        try (FakeUpstream upstream = FakeUpstream.start();
                StockTomcat tomcat = StockTomcat.start(
                        version,
                        base,
                        List.of("one", "two"),
                        Map.of(
                                "DATABASE_PATH", database.toString(),
                                "OPENAI_API_BASE", upstream.base().toString()))) {
            assertThat(tomcat.output())
                    .containsOnlyOnce("Another copy of the SQLite driver in this JVM has " + database)
                    .contains("put the sqlite-jdbc jar once into Tomcat's lib");
            int first = status(tomcat, "/one/v1/models");
            int second = status(tomcat, "/two/v1/models");

            assertThat(List.of(first, second)).containsExactlyInAnyOrder(200, 404);
            assertThat(new RecordedFile(database).rows()).hasSize(1);
            assertThat(new RecordedFile(database).integrityCheck()).isEqualTo("ok");
        }
    }

    private static int status(StockTomcat tomcat, String path) throws IOException {
        return RawClient.call(tomcat.port(), RawRequest.get(path)).status();
    }
}
