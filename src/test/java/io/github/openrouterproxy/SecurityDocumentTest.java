package io.github.openrouterproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/security.md} promises is tested where it says so. */
final class SecurityDocumentTest {
    private static final Path DOCUMENT = Path.of("docs/security.md");
    private static final Pattern PROMISE = Pattern.compile("(?m)^\\| (?!---|what |against ).*\\|$");

    @Test
    void everyTestItNamesExists() throws IOException {
        DocumentedTests tests = DocumentedTests.of(Files.readString(DOCUMENT));

        assertThat(tests.named()).hasSizeGreaterThan(20);
        assertThat(tests.missing()).isEmpty();
    }

    @Test
    void everyPromiseNamesATest() throws IOException {
        String document = Files.readString(DOCUMENT);
        String promises = document.substring(
                document.indexOf("## What is protected"), document.indexOf("## What is not protected"));

        assertThat(PROMISE.matcher(promises).results().map(MatchResult::group))
                .hasSizeGreaterThan(15)
                .allMatch(line -> !DocumentedTests.of(line).named().isEmpty());
    }
}
