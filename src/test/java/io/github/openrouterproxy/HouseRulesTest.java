package io.github.openrouterproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lengths that can be counted without reading. */
final class HouseRulesTest {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TEST = Path.of("src/test/java");
    private static final int MOST_FILES = 20;

    @Test
    void aFileIsShortEnoughToBeReadWhole() throws IOException {
        assertThat(longerThan(300, MAIN)).isEmpty();
        assertThat(longerThan(500, TEST)).isEmpty();
    }

    @Test
    void aPackageHasNoMoreFilesThanAreTakenInAtAGlance() throws IOException {
        assertThat(fuller(MAIN)).isEmpty();
        assertThat(fuller(TEST)).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        List<Path> silent = sources(MAIN).stream()
                .map(Path::getParent)
                .distinct()
                .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                .toList();

        assertThat(silent).isEmpty();
    }

    private static List<String> longerThan(int most, Path root) throws IOException {
        return sources(root).stream()
                .filter(file -> lines(file) > most)
                .map(file -> file + ": " + lines(file) + " lines, at most " + most)
                .toList();
    }

    private static Map<Path, Long> fuller(Path root) throws IOException {
        Map<Path, Long> sizes =
                sources(root).stream().collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
        sizes.values().removeIf(size -> size <= MOST_FILES);
        return sizes;
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
