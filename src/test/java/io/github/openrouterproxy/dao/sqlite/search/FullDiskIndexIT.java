package io.github.openrouterproxy.dao.sqlite.search;

import static io.github.openrouterproxy.dao.SampleExchange.number;
import static io.github.openrouterproxy.dao.SampleExchange.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.config.StoreSettings;
import io.github.openrouterproxy.dao.Filters;
import io.github.openrouterproxy.dao.PageRequest;
import io.github.openrouterproxy.dao.Scope;
import io.github.openrouterproxy.dao.sqlite.SqliteDatabase;
import io.github.openrouterproxy.openai.SearchTexts;
import io.github.openrouterproxy.testing.machine.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index on a disk that is nearly full, with a real one. */
final class FullDiskIndexIT {
    @TempDir
    private Path base;

    @Test
    void whatIsLeftOfTheDiskGoesToTheRecordsAndAllIsFoundAllTheSame() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(base, "64m")) {
            StoreSettings settings = new StoreSettings(disk.folder().resolve("calls.db"), 0, null, null, List.of());
            try (SqliteDatabase database = SqliteDatabase.open(settings, null, SearchTexts::of, true)) {
                write(database, 1);
                assertThat(database.index().indexEnded(10)).isEqualTo(1);
                Path filler = Files.write(disk.folder().resolve("filler"), new byte[allBut(2 << 20, disk.folder())]);

                write(database, 2);
                assertThat(database.index().indexEnded(10)).isZero();
                assertThat(database.indexWatch().progress().resting()).isTrue();
                assertThat(database.indexWatch().progress().behind()).isEqualTo(1);
                assertThat(found(database)).isEqualTo(2);

                Files.delete(filler);
                assertThat(database.index().indexEnded(10)).isEqualTo(1);
                assertThat(database.indexWatch().progress().resting()).isFalse();
                assertThat(database.indexWatch().progress().behind()).isZero();
                assertThat(found(database)).isEqualTo(2);
            }
        }
    }

    private static int allBut(int left, Path folder) throws IOException {
        return Math.toIntExact(Files.getFileStore(folder).getUsableSpace() - left);
    }

    private static void write(SqliteDatabase database, int number) {
        database.writer()
                .write(List.of(
                        number(number).asking(text("Zauberwort " + number)).build()));
    }

    private static long found(SqliteDatabase database) {
        return database.exchanges()
                .list(new Scope.Everyone(), Filters.search("Zauberwort"), new PageRequest(1, 10, null))
                .totalCount();
    }
}
