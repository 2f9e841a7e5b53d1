package io.github.openrouterproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code docs/failures.md} tells is tested where it says so. */
final class DocumentedTestsTest {
    private static final Path FAILURES = Path.of("docs/failures.md");

    @Test
    void everyTestOfTheFailureTableExists() throws IOException {
        DocumentedTests tests = DocumentedTests.of(Files.readString(FAILURES));

        assertThat(tests.named()).hasSizeGreaterThan(25);
        assertThat(tests.missing()).isEmpty();
    }

    @Test
    void everyLineOfTheFailureTableNamesATest() throws IOException {
        List<String> lines = Files.readAllLines(FAILURES).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| what |"))
                .toList();

        assertThat(lines)
                .hasSizeGreaterThan(25)
                .allMatch(line -> !DocumentedTests.of(line).named().isEmpty());
    }

    @Test
    void aTestThatIsNotThereIsMissed() {
        assertThat(DocumentedTests.of("`KillIT.neverWritten`").missing()).containsExactly("`KillIT.neverWritten`");
    }
}
