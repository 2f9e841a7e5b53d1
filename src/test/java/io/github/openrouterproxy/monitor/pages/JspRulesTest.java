package io.github.openrouterproxy.monitor.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a machine can see of the pages' safety: recorded text is hostile and must be escaped wherever it is written. */
final class JspRulesTest {
    /** Tags of libraries, whose attributes are read by them and not by the browser. */
    private static final Pattern ACTION = Pattern.compile("<(?:c|fn|t|jsp):\\w+(?:[^<>\"]|\"[^\"]*\")*>|<%@[^%]*%>");

    private static final Pattern UNESCAPED = Pattern.compile("\\$\\{(?!h:(?:e|t|t1|t2|u|a)\\()[^}]*}|#\\{");
    private static final Pattern TWO_IN_ONE = Pattern.compile("\\$\\{h:\\w+\\([^}]*\\)\\s*[^)\\s}][^}]*}");
    private static final Pattern SCRIPT = Pattern.compile("<%[^@\\-]|<%$|<jsp:(?:scriptlet|expression|declaration)");
    private static final Pattern INLINE =
            Pattern.compile("(?i)\\s(?:on[a-z]+|style|hx-on[^=]*)=|<style|<script(?![^>]*\\ssrc=)|javascript:");
    private static final Pattern UNQUOTED = Pattern.compile("=\\$\\{");
    private static final Pattern RAW = Pattern.compile("escapeXml|<c:out");

    @Test
    void everyExpressionIsEscaped() {
        assertThat(offences(file -> finds(UNESCAPED, ACTION.matcher(text(file)).replaceAll(""))))
                .isEmpty();
        assertThat(offences(file -> finds(TWO_IN_ONE, text(file)))).isEmpty();
        assertThat(offences(file -> finds(RAW, text(file)))).isEmpty();
        assertThat(offences(file -> finds(UNQUOTED, text(file)))).isEmpty();
    }

    @Test
    void thereIsNoJavaInAPage() {
        assertThat(offences(file -> finds(SCRIPT, text(file)))).isEmpty();
    }

    @Test
    void scriptsAndStylesLiveInFilesOfTheirOwn() {
        assertThat(offences(file -> finds(INLINE, text(file)))).isEmpty();
    }

    @Test
    void pagesAreShort() {
        assertThat(offences(file -> {
                    long lines = text(file).lines().count();
                    return lines > (file.toString().endsWith(".jsp") ? 100 : 60)
                            ? List.of(lines + " lines")
                            : List.of();
                }))
                .isEmpty();
    }

    @Test
    void theRulesSeeWhatTheyAreFor() {
        assertThat(finds(UNESCAPED, "<p>${view.url}</p>")).isNotEmpty();
        assertThat(finds(UNESCAPED, "<p title=\"${fn:trim(x)}\">")).isNotEmpty();
        assertThat(finds(UNESCAPED, "<p>${h:e(view.url)}</p>")).isEmpty();
        assertThat(finds(TWO_IN_ONE, "${h:e(a).concat(b)}")).isNotEmpty();
        assertThat(finds(SCRIPT, "<%= x %>")).isNotEmpty();
        assertThat(finds(INLINE, "<a onclick=\"x()\">")).isNotEmpty();
        assertThat(finds(INLINE, "<script>x()</script>")).isNotEmpty();
        assertThat(finds(INLINE, "<p style=\"x\">")).isNotEmpty();
    }

    private static List<String> offences(Function<Path, List<String>> rule) {
        try (Stream<Path> files = Files.walk(Path.of("src/main/webapp"))) {
            List<Path> pages = files.filter(file -> file.toString().matches(".*\\.(jsp|jspf|tag|tagf)"))
                    .toList();
            assertThat(pages).hasSizeGreaterThan(20);
            return pages.stream()
                    .flatMap(file -> rule.apply(file).stream().map(found -> file.getFileName() + ": " + found))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> finds(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group()).toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
