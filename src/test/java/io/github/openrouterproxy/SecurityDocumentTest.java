package io.github.openrouterproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/security.md} promises is tested where it says so. */
final class SecurityDocumentTest {
    private static final Path DOCUMENT = Path.of("docs/security.md");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");
    private static final Pattern PROMISE = Pattern.compile("(?m)^\\| (?!---|what |against ).*\\|$");

    @Test
    void everyTestItNamesExists() throws IOException {
        List<MatchResult> named =
                TEST.matcher(Files.readString(DOCUMENT)).results().toList();

        assertThat(named).hasSizeGreaterThan(20);
        assertThat(named.stream().filter(test -> !exists(test.group(1), test.group(2))))
                .extracting(MatchResult::group)
                .isEmpty();
    }

    @Test
    void everyPromiseNamesATest() throws IOException {
        String document = Files.readString(DOCUMENT);
        String promises = document.substring(
                document.indexOf("## What is protected"), document.indexOf("## What is not protected"));

        assertThat(PROMISE.matcher(promises).results().map(MatchResult::group))
                .hasSizeGreaterThan(15)
                .allMatch(line -> TEST.matcher(line).find());
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
