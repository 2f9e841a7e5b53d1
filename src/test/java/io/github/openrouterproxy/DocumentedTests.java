package io.github.openrouterproxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tests that a document names, as {@code Type.method} between backticks. */
record DocumentedTests(List<MatchResult> named) {
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT|Contract))\\.(\\w+)`");

    static DocumentedTests of(String document) {
        return new DocumentedTests(TEST.matcher(document).results().toList());
    }

    List<String> missing() {
        return named.stream()
                .filter(test -> !exists(test.group(1), test.group(2)))
                .map(MatchResult::group)
                .toList();
    }

    private static boolean exists(String type, String method) {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.getFileName().toString().equals(type + ".java"))
                    .anyMatch(file -> text(file).contains("void " + method + "("));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
