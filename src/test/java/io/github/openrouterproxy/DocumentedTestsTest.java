package io.github.openrouterproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code docs/failures.md} and {@code docs/chaos.md} tell is tested where they say so. */
final class DocumentedTestsTest {
    @ParameterizedTest
    @CsvSource({"failures.md, 25", "chaos.md, 9"})
    void everyTestOfTheTablesExists(String document, int fewest) throws IOException {
        DocumentedTests tests = DocumentedTests.of(Files.readString(Path.of("docs", document)));

        assertThat(tests.named()).hasSizeGreaterThan(fewest);
        assertThat(tests.missing()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"failures.md, | what |, 25", "chaos.md, | trouble |, 9"})
    void everyLineOfTheTablesNamesATest(String document, String head, int fewest) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs", document)).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith(head))
                .toList();

        assertThat(lines)
                .hasSizeGreaterThan(fewest)
                .allMatch(line -> !DocumentedTests.of(line).named().isEmpty());
    }

    @Test
    void everyTroubleOfTheChaosSuiteIsTold() throws IOException {
        String suite = Files.readString(Path.of("src/test/java/io/github/openrouterproxy/deployed/ChaosIT.java"));
        String told = Files.readString(Path.of("docs/chaos.md"));

        assertThat(Pattern.compile("@Test\\s+void (\\w+)\\(").matcher(suite).results())
                .hasSizeGreaterThan(9)
                .allMatch(test -> told.contains("`ChaosIT." + test.group(1) + "`"));
    }

    @Test
    void aTestThatIsNotThereIsMissed() {
        assertThat(DocumentedTests.of("`KillIT.neverWritten`").missing()).containsExactly("`KillIT.neverWritten`");
    }
}
