package io.github.openrouterproxy.monitor.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.openrouterproxy.dao.Continuation;
import io.github.openrouterproxy.dao.ExchangeSummary;
import io.github.openrouterproxy.dao.Page;
import io.github.openrouterproxy.exchange.ApiKey;
import io.github.openrouterproxy.exchange.Body;
import io.github.openrouterproxy.exchange.Exchange;
import io.github.openrouterproxy.exchange.Header;
import io.github.openrouterproxy.exchange.Headers;
import io.github.openrouterproxy.monitor.SampleCalls;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExchangeDocumentTest {
    private static final ObjectMapper JSON = JsonMapping.mapper();
    private static final List<Exchange> CALLS = SampleCalls.of(
            Instant.parse("2026-11-20T12:00:00.120Z"),
            new ApiKey("a".repeat(32), "sk-a…aaaa"),
            new ApiKey("b".repeat(32), "sk-b…bbbb"));

    @Test
    void aRowBearsWhatTheContractNames() throws JsonProcessingException {
        JsonNode row = JSON.readTree(JSON.writeValueAsString(ExchangeRow.of(ExchangeSummary.of(streamed()))));

        assertThat(row.properties().stream().map(Map.Entry::getKey))
                .contains(
                        "id",
                        "timestamp",
                        "method",
                        "url",
                        "response_status",
                        "duration_ms",
                        "error",
                        "model",
                        "stream",
                        "api_key",
                        "user",
                        "ttft_ms",
                        "prompt_tokens",
                        "completion_tokens",
                        "total_tokens",
                        "cost",
                        "attempts",
                        "state");
        assertThat(row.get("timestamp").textValue()).isEqualTo("2026-11-20T11:59:00.120Z");
        assertThat(row.get("cost").toString()).isEqualTo("0.01337");
        assertThat(row.get("duration_ms").toString()).isEqualTo("6212");
        assertThat(row.get("api_key").textValue()).isEqualTo("sk-a…aaaa");
        assertThat(row.get("state").textValue()).isEqualTo("finished");
    }

    @Test
    void theWholeExchangeAddsHeadersBodiesAndTimes() throws JsonProcessingException {
        JsonNode whole = JSON.readTree(JSON.writeValueAsString(ExchangeDocument.of(streamed())));

        assertThat(whole.get("headers").get("X-Hostile").textValue()).isEqualTo(SampleCalls.HOSTILE);
        assertThat(whole.get("response_body").textValue()).startsWith(": OPENROUTER PROCESSING\n\ndata: {");
        assertThat(whole.get("attempts").get(0).get("status").intValue()).isEqualTo(200);
        assertThat(whole.get("timing").get("head_ms").toString()).isEqualTo("430");
        assertThat(whole.has("body_encoding")).isFalse();
    }

    @Test
    void bytesThatAreNoTextComeAsBase64() {
        BodyContent content = BodyContent.of(Body.whole(new byte[] {(byte) 0xff, 0, 1}), Headers.NONE);

        assertThat(content).isEqualTo(new BodyContent("/wAB", "base64", false));
    }

    @Test
    void aHeaderThatWasSentTwiceIsAList() {
        Headers headers = new Headers(
                List.of(new Header("Via", "a"), new Header("Set-Cookie", "x"), new Header("set-cookie", "y")));

        assertThat(HeaderFields.of(headers)).containsEntry("Via", "a").containsEntry("Set-Cookie", List.of("x", "y"));
    }

    @Test
    void aListSaysWhereItGoesOn() throws JsonProcessingException {
        List<ExchangeSummary> rows =
                CALLS.stream().map(ExchangeSummary::of).limit(2).toList();
        JsonNode full = JSON.readTree(JSON.writeValueAsString(ExchangeList.of(
                new Continuation(new Page<>(rows, 100, 1, 2), rows.get(1).id()))));
        JsonNode last = JSON.readTree(
                JSON.writeValueAsString(ExchangeList.of(new Continuation(new Page<>(rows, 2, 1, 20), null))));

        assertThat(full.get("total_count").intValue()).isEqualTo(100);
        assertThat(full.get("page_size").intValue()).isEqualTo(2);
        assertThat(full.get("next_cursor").textValue())
                .isEqualTo(rows.get(1).id().toString());
        assertThat(last.get("next_cursor").isNull()).isTrue();
    }

    @Test
    void aListSaysWhetherThereMayBeMoreThanWereCounted() throws JsonProcessingException {
        Page<ExchangeSummary> some = new Page<>(List.of(), 10_000, true, 1, 20);
        Page<ExchangeSummary> all = new Page<>(List.of(), 10_000, false, 1, 20);

        assertThat(JSON.writeValueAsString(ExchangeList.of(new Continuation(some, null))))
                .contains("\"total_count\":10000,\"total_is_lower_bound\":true");
        assertThat(JSON.writeValueAsString(ExchangeList.of(new Continuation(all, null))))
                .contains("\"total_count\":10000,\"total_is_lower_bound\":false");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json,application/json",
        "audio/mpeg,audio/mpeg",
        "text/html; charset=utf-8,application/octet-stream",
        "TEXT/HTML,application/octet-stream",
        "image/svg+xml,application/octet-stream",
        "application/xhtml+xml,application/octet-stream",
        "text/javascript,application/octet-stream",
        "nonsense,application/octet-stream"
    })
    void aDownloadIsNeverOfATypeThatABrowserRuns(String recorded, String served) {
        Headers headers = Headers.NONE.with("Content-Type", recorded);

        try (Response response = Download.of(Body.whole(new byte[] {1}), headers, "id-response")) {
            assertThat(response.getHeaderString("Content-Type")).isEqualTo(served);
            assertThat(response.getHeaderString("Content-Disposition"))
                    .startsWith("attachment; filename=\"id-response.");
        }
    }

    private static Exchange streamed() {
        return CALLS.stream()
                .filter(call -> call.understanding().stream() && call.error() == null && call.response() != null)
                .findFirst()
                .orElseThrow();
    }
}
