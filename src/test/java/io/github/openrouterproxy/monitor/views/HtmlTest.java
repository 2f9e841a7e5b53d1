package io.github.openrouterproxy.monitor.views;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HtmlTest {
    @Test
    void nothingEscapesFromTextOrFromAQuotedAttribute() {
        assertThat(Html.e("</pre><script>\"x\" & 'y'"))
                .isEqualTo("&lt;/pre&gt;&lt;script&gt;&#34;x&#34; &amp; &#39;y&#39;");
    }

    @Test
    void charactersThatHtmlCannotHoldAreReplaced() {
        assertThat(Html.e("a\u0000b\u001bc\n\td")).isEqualTo("a\uFFFDb\uFFFDc\n\td");
    }

    @Test
    void nothingIsWrittenForNull() {
        assertThat(Html.e(null)).isEmpty();
    }

    @Test
    void aViewHasOneAddressWhateverOrderItsParametersCameIn() {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("status", "4xx");
        given.put("page", "3");
        given.put("search", "a&b=你");
        Query query = Query.filterOf(given::get);

        assertThat(query.on("/requests")).isEqualTo("/requests?search=a%26b%3D%E4%BD%A0&status=4xx");
        assertThat(query.without("search").with("page", "2").on("/requests")).isEqualTo("/requests?status=4xx&page=2");
        assertThat(Query.NONE.on("/requests")).isEqualTo("/requests");
    }
}
