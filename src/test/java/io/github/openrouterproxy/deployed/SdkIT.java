package io.github.openrouterproxy.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.github.openrouterproxy.testing.FakeUpstream;
import io.github.openrouterproxy.testing.OpenAiReplies;
import io.github.openrouterproxy.testing.RecordedFile;
import io.github.openrouterproxy.testing.RecordedFile.Row;
import io.github.openrouterproxy.testing.TomcatProcess;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients people really use, through the server as it is shipped. */
final class SdkIT {
    private static final String KEY = "sk-sdk-0123456789abcdef";

    @TempDir
    private static Path base;

    private static FakeUpstream upstream;
    private static TomcatProcess tomcat;

    @BeforeAll
    static void start() throws Exception {
        upstream = FakeUpstream.start();
        tomcat = TomcatProcess.start(base, upstream);
    }

    @AfterAll
    static void stop() throws Exception {
        tomcat.close();
        upstream.close();
    }

    @Test
    void openAiChats() throws Exception {
        OpenAIClient client = openAi();
        ChatCompletion answer = client.chat().completions().create(chat());

        assertThat(answer.choices().get(0).message().content()).contains("Hello, wörld");
        assertThat(newest().status()).isEqualTo(200);
        assertThat(newest().requestBody()).contains("Say hello");
        assertThat(newest().responseBody()).contains("Hello, wörld");
    }

    @Test
    void openAiStreams() throws Exception {
        StringBuilder text = new StringBuilder();
        try (StreamResponse<ChatCompletionChunk> chunks =
                openAi().chat().completions().createStreaming(chat())) {
            chunks.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .flatMap(choice -> choice.delta().content().stream())
                    .forEach(text::append);
        }

        assertThat(text).hasToString("Hello, wörld");
        assertThat(newest().responseBody())
                .startsWith(": OPENROUTER PROCESSING")
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void openAiEmbeds() throws Exception {
        CreateEmbeddingResponse answer = openAi().embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("test/embedding")
                        .input("hello")
                        .build());

        assertThat(answer.data().get(0).embedding()).containsExactly(0.25f, -0.5f, 1.0f);
        assertThat(newest().url()).endsWith("/embeddings");
    }

    @Test
    void openAiGetsTheUpstreamsErrorAsItIs() throws Exception {
        upstream.answerNext(OpenAiReplies.error(400, "invalid_request_error", "No such model"));

        assertThatThrownBy(() -> openAi().chat().completions().create(chat()))
                .isInstanceOfSatisfying(
                        BadRequestException.class,
                        error -> assertThat(error.type()).contains("invalid_request_error"))
                .hasMessageContaining("No such model");
        assertThat(newest().status()).isEqualTo(400);
    }

    @Test
    void langchainChats() throws Exception {
        String answer = OpenAiChatModel.builder()
                .baseUrl(baseUrl())
                .apiKey(KEY)
                .modelName("test/model")
                .build()
                .chat("Say hello");

        assertThat(answer).isEqualTo("Hello, wörld");
        assertThat(newest().requestBody()).contains("Say hello");
    }

    @Test
    void langchainStreams() throws Exception {
        CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        StringBuilder pieces = new StringBuilder();
        OpenAiStreamingChatModel.builder()
                .baseUrl(baseUrl())
                .apiKey(KEY)
                .modelName("test/model")
                .build()
                .chat("Say hello", new StreamingChatResponseHandler() {
                    @Override
                    public void onPartialResponse(String partial) {
                        pieces.append(partial);
                    }

                    @Override
                    public void onCompleteResponse(ChatResponse complete) {
                        whole.complete(complete);
                    }

                    @Override
                    public void onError(Throwable error) {
                        whole.completeExceptionally(error);
                    }
                });

        assertThat(whole.get(30, TimeUnit.SECONDS).aiMessage().text()).isEqualTo("Hello, wörld");
        assertThat(pieces).hasToString("Hello, wörld");
    }

    @Test
    void langchainEmbeds() {
        float[] vector = OpenAiEmbeddingModel.builder()
                .baseUrl(baseUrl())
                .apiKey(KEY)
                .modelName("test/embedding")
                .build()
                .embed("hello")
                .content()
                .vector();

        assertThat(vector).containsExactly(0.25f, -0.5f, 1.0f);
    }

    @Test
    void langchainGetsTheUpstreamsErrorAsItIs() {
        upstream.answerNext(OpenAiReplies.error(400, "invalid_request_error", "No such model"));

        assertThatThrownBy(() -> OpenAiChatModel.builder()
                        .baseUrl(baseUrl())
                        .apiKey(KEY)
                        .modelName("test/model")
                        .maxRetries(0)
                        .build()
                        .chat("Say hello"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("No such model");
    }

    private static OpenAIClient openAi() {
        return OpenAIOkHttpClient.builder().baseUrl(baseUrl()).apiKey(KEY).build();
    }

    private static ChatCompletionCreateParams chat() {
        return ChatCompletionCreateParams.builder()
                .model("test/model")
                .addUserMessage("Say hello")
                .build();
    }

    private static String baseUrl() {
        return "http://127.0.0.1:" + tomcat.relayPort() + "/v1";
    }

    private static Row newest() throws SQLException {
        List<Row> rows = new RecordedFile(tomcat.database()).rows();
        return rows.get(rows.size() - 1);
    }
}
