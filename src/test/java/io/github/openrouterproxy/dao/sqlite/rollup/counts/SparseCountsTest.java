package io.github.openrouterproxy.dao.sqlite.rollup.counts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SparseCountsTest {
    private static final int SEEDS = 60;

    /** With few and many numbers, low and high, added and taken out, one by one, together and as they are written. */
    @Test
    void theyCountAsATreeWould() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            SparseCounts counts = new SparseCounts();
            Map<Integer, Long> tree = new TreeMap<>();
            int highest = 1 + random.nextInt(20_000);
            for (int round = 0; round < 40; round++) {
                SparseCounts more = new SparseCounts();
                for (int i = random.nextInt(200); i > 0; i--) {
                    int number = random.nextInt(random.nextInt(10) == 0 ? highest : 1 + highest / 8);
                    long times = random.nextLong(-1, 4);
                    more.add(number, times);
                    tree.merge(number, times, Long::sum);
                }
                addTo(counts, more, random.nextBoolean());
            }
            tree.values().removeIf(count -> count == 0);

            List<Integer> numbers = new ArrayList<>();
            counts.forEach(numbers::add);
            assertThat(numbers).as("seed %s", seed).containsExactlyElementsOf(tree.keySet());
            assertThat(counts.sum())
                    .isEqualTo(tree.values().stream().mapToLong(Long::longValue).sum());
            assertThat(written(counts)).isEqualTo(written(of(tree)));
        }
    }

    private static void addTo(SparseCounts counts, SparseCounts more, boolean written) {
        if (written) {
            counts.addWritten(Varints.of(written(more)));
        } else {
            counts.add(more);
        }
    }

    private static SparseCounts of(Map<Integer, Long> tree) {
        SparseCounts counts = new SparseCounts();
        tree.forEach(counts::add);
        return counts;
    }

    private static byte[] written(SparseCounts counts) {
        Varints out = Varints.toWrite();
        counts.write(out);
        return out.written();
    }
}
