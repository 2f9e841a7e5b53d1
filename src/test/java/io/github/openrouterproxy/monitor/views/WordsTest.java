package io.github.openrouterproxy.monitor.views;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.openrouterproxy.monitor.access.ExchangeQuery;
import io.github.openrouterproxy.monitor.text.Language;
import io.github.openrouterproxy.monitor.text.Texts;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordsTest {
    private static final Ui ENGLISH = ui(Language.ENGLISH);
    private static final Ui CHINESE = ui(Language.CHINESE);

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "client disconnected|客户端已断开",
                "the client read nothing for too long|客户端太久没有读取响应",
                "the proxy stopped while this call was running|此调用进行中时代理被停止",
                "the upstream cannot be reached: its host name is unknown|无法连接上游：主机名无法解析",
                "the upstream cannot be reached: it refused the connection|无法连接上游：对方拒绝连接",
                "the upstream's answer cannot be understood: it is not HTTP|无法理解上游的响应：不是 HTTP",
                "the upstream was silent for 30000 ms|上游 30000 毫秒没有动静",
                "Rate limit exceeded|Rate limit exceeded"
            })
    void whatTheProxyItselfSaysOfAFailureIsTranslated(String recorded, String chinese) {
        assertThat(ErrorText.of(recorded, CHINESE)).isEqualTo(chinese);
        assertThat(ErrorText.of(recorded, ENGLISH)).isEqualTo(recorded);
    }

    @Test
    void everyParameterThatIsNotUnderstoodIsNamedInBothLanguages() {
        Stream.concat(ExchangeQuery.FILTER_PARAMETERS.stream(), Stream.of("page", "page_size", "cursor"))
                .forEach(parameter -> {
                    assertThat(MessageView.badParameter(ENGLISH, parameter).detail())
                            .startsWith(parameter + " ");
                    assertThat(MessageView.badParameter(CHINESE, parameter).detail())
                            .startsWith(parameter + " ")
                            .containsPattern("\\p{IsHan}");
                });
    }

    @Test
    void aChipSaysWhatTheFieldSays() {
        FilterView filter = FilterView.of(Query.NONE.with("status", "error"), CHINESE);

        assertThat(filter.chips()).extracting(FilterView.ChipView::value).isEqualTo(List.of("所有失败"));
    }

    @ParameterizedTest
    @CsvSource({"model,error", "path,true", "method,false", "user,in_flight", "status,4xx"})
    void aChipOfWhatNeedsNoWordsSaysItAsItIs(String criterion, String value) {
        FilterView filter = FilterView.of(Query.NONE.with(criterion, value), CHINESE);

        assertThat(filter.chips()).extracting(FilterView.ChipView::value).isEqualTo(List.of(value));
    }

    private static Ui ui(Language language) {
        return new Ui(
                "", Texts.in(language), Theme.SYSTEM, null, "token", "/", Instant.EPOCH, name -> "/assets/" + name);
    }
}
