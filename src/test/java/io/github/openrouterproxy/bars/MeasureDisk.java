package io.github.openrouterproxy.bars;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDictTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How much disk an exchange takes, and what compressed bodies would take. {@code MeasureDisk file}. */
final class MeasureDisk {
    private static final String SUMS = "SELECT count(*), sum(request_bytes + response_bytes) FROM exchanges";
    private static final String SAMPLE = """
            SELECT CAST(%1$s.body AS BLOB) FROM exchanges e JOIN %1$s USING (id)
            WHERE %1$s.body IS NOT NULL AND e.id IN (SELECT id FROM exchanges ORDER BY id LIMIT 10000)
              AND e.id / 1048576 %% 4 = 0
            """;
    private static final int DICTIONARY = 112 * 1024;
    private static final int TRAINED = 8 * 1024 * 1024;

    private MeasureDisk() {}

    public static void main(String[] arguments) throws SQLException, IOException {
        Path file = Path.of(arguments[0]);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            long rows;
            long recorded;
            try (ResultSet row = statement.executeQuery(SUMS)) {
                rows = row.getLong(1);
                recorded = row.getLong(2);
            }
            long database = Files.size(file);
            long index = Files.size(file.resolveSibling(file.getFileName() + ".search"));
            Table.head();
            Table.row(
                    "disk of an exchange, index included",
                    "3 × the recorded bytes",
                    times(database + index, recorded),
                    String.format(
                            Locale.ROOT,
                            "%,d bytes of bodies; database %,d, index %,d a row",
                            recorded / rows,
                            database / rows,
                            index / rows));
            List<byte[]> bodies = bodies(statement);
            long plain = bodies.stream().mapToLong(body -> body.length).sum();
            compressed("bodies compressed one by one (zstd 3), of their size", bodies, plain, new ZstdCompressCtx());
            compressed(
                    "… with a dictionary learnt from them",
                    bodies,
                    plain,
                    new ZstdCompressCtx().loadDict(dictionary(bodies)));
        }
    }

    private static List<byte[]> bodies(Statement statement) throws SQLException {
        List<byte[]> bodies = new ArrayList<>();
        for (String table : List.of("request_contents", "response_contents")) {
            try (ResultSet row = statement.executeQuery(SAMPLE.formatted(table))) {
                while (row.next()) {
                    bodies.add(row.getBytes(1));
                }
            }
        }
        return bodies;
    }

    private static byte[] dictionary(List<byte[]> bodies) {
        ZstdDictTrainer trainer = new ZstdDictTrainer(TRAINED, DICTIONARY);
        for (int i = 0; i < bodies.size() && trainer.addSample(bodies.get(i)); i += 5) {
            // until it has enough
        }
        return trainer.trainSamples();
    }

    private static void compressed(String what, List<byte[]> bodies, long plain, ZstdCompressCtx context) {
        try (context) {
            context.setLevel(Zstd.defaultCompressionLevel());
            long size = bodies.stream()
                    .mapToLong(body -> context.compress(body).length)
                    .sum();
            Table.row(what, "", String.format(Locale.ROOT, "%.0f %%", 100.0 * size / plain), "");
        }
    }

    private static String times(long size, long of) {
        return String.format(Locale.ROOT, "%.2f ×", (double) size / of);
    }
}
