package io.github.openrouterproxy.monitor.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextsTest {
    private static final Pattern KEY_IN_JSP = Pattern.compile("(?:h:t[12]?\\(ui, |ui\\.text\\()'([\\w.]+)'[,)]");

    private final Texts english = Texts.in(Language.ENGLISH);
    private final Texts chinese = Texts.in(Language.CHINESE);

    @Test
    void bothLanguagesHaveTheSameKeys() throws IOException {
        assertThat(keysOf("messages_zh.properties")).isEqualTo(keysOf("messages.properties"));
    }

    @Test
    void everyWordThatAPageAsksForIsThere() throws IOException {
        Set<String> asked = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/webapp/WEB-INF"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher keys = KEY_IN_JSP.matcher(Files.readString(file));
                while (keys.find()) {
                    asked.add(keys.group(1));
                }
            }
        }

        assertThat(asked).hasSizeGreaterThan(50);
        assertThat(english.keys()).containsAll(asked);
    }

    @Test
    void chineseIsReadAsUtf8() {
        assertThat(chinese.text("overview.title")).isEqualTo("概览");
    }

    @Test
    void oneIsNotWrittenAsMany() {
        assertThat(english.text("pager.total", 0L)).isEqualTo("no requests");
        assertThat(english.text("pager.total", 1L)).isEqualTo("1 request");
        assertThat(english.text("pager.total", 12_345L)).isEqualTo("12,345 requests");
        assertThat(chinese.text("pager.total", 12_345L)).isEqualTo("共 12,345 个请求");
    }

    @ParameterizedTest
    @CsvSource({"-5,now", "0,now", "1,1 s ago", "59,59 s ago", "60,1 min ago", "7199,1 h ago", "200000,2 d ago"})
    void agesAreToldInTheirLargestUnit(long seconds, String text) {
        assertThat(english.ago(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "none|ENGLISH",
                "zh|CHINESE",
                "zh-TW,en;q=0.8|CHINESE",
                "fr,zh-CN;q=0.5,en;q=0.4|CHINESE",
                "de-DE,de|ENGLISH",
                "en-GB,zh|ENGLISH",
                "zh;q=0,en|ENGLISH",
                ";;;|ENGLISH"
            })
    void theBrowsersWishDecides(String header, Language language) {
        assertThat(Language.preferred(header)).isEqualTo(language);
    }

    private static Set<String> keysOf(String bundle) throws IOException {
        Properties words = new Properties();
        try (Reader file =
                Files.newBufferedReader(Path.of("src/main/resources/io/github/openrouterproxy/monitor/text", bundle))) {
            words.load(file);
        }
        return words.stringPropertyNames();
    }
}
