package io.github.openrouterproxy.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.StreamResponse;
import com.openai.errors.InternalServerException;
import com.openai.errors.OpenAIException;
import com.openai.models.FunctionDefinition;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiAudioTranscriptionModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.github.openrouterproxy.testing.OpenAiReplies;
import io.github.openrouterproxy.testing.Reply;
import io.github.openrouterproxy.testing.SeenRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What openai-java and langchain4j do beside chats, streams, embeddings and errors, which {@code SdkIT} has. */
final class JavaSdksIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String KEY = "sk-java-sdk-0123456789";

    @TempDir
    private static Path base;

    private static ShippedServer server;

    @BeforeAll
    static void start() throws Exception {
        server = ShippedServer.start(base);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void forget() {
        server.upstream().forgetRequests();
    }

    @Test
    void openAiCallsATool() throws Exception {
        server.upstream().answerNext(Reply.json(200, NodeSdkIT.TOOL_CALL));

        String name = openAi(SOON)
                .chat()
                .completions()
                .create(chat().addFunctionTool(
                                FunctionDefinition.builder().name("weather").build())
                        .build())
                .choices()
                .get(0)
                .message()
                .toolCalls()
                .orElseThrow()
                .get(0)
                .asFunction()
                .function()
                .name();

        assertThat(name).isEqualTo("weather");
        assertThat(server.upstream().awaitRequest(SOON).text()).contains("\"tools\":[");
    }

    @Test
    void openAiUploads() throws Exception {
        Path file = Files.write(base.resolve("a.wav"), new byte[1_000_000]);
        server.upstream().answerNext(Reply.json(200, "{\"text\":\"Hello\"}"));

        String text = openAi(SOON)
                .audio()
                .transcriptions()
                .create(TranscriptionCreateParams.builder()
                        .model("test/whisper")
                        .file(file)
                        .build())
                .asTranscription()
                .text();

        assertThat(text).isEqualTo("Hello");
        SeenRequest seen = server.upstream().awaitRequest(SOON);
        assertThat(seen.headers().first("Content-Type").orElse("")).startsWith("multipart/form-data");
        assertThat(seen.body().length).isGreaterThan(1_000_000);
    }

    @Test
    void openAiListensToSpeech() throws Exception {
        byte[] sound = {0, 1, 2, (byte) 0xff, '\r', '\n'};
        server.upstream()
                .answerNext(
                        Reply.status(200).header("Content-Type", "audio/mpeg").piece(sound));

        try (HttpResponse answer = openAi(SOON)
                .audio()
                .speech()
                .create(SpeechCreateParams.builder()
                        .model("test/voice")
                        .input("Hi")
                        .voice("alloy")
                        .build())) {
            assertThat(answer.body().readAllBytes()).isEqualTo(sound);
        }
    }

    @Test
    void openAiCancelsTheUpstreamWhenItBreaksAStreamOff() throws Exception {
        server.upstream()
                .answerNext(Reply.events()
                        .piece(OpenAiReplies.chatEvents(List.of("Hel")).get(0))
                        .stall());

        try (StreamResponse<ChatCompletionChunk> chunks =
                openAi(SOON).chat().completions().createStreaming(chat().build())) {
            assertThat(chunks.stream().findFirst()).isPresent();
        }

        assertThat(server.upstream().awaitDisconnect(SOON).path()).endsWith("/chat/completions");
    }

    @Test
    void openAiCancelsTheUpstreamWhenItsTimeIsUp() throws Exception {
        server.upstream().answerNext(Reply.silence());

        assertThatThrownBy(() ->
                        openAi(Duration.ofMillis(500)).chat().completions().create(chat().build()))
                .isInstanceOf(OpenAIException.class);
        assertThat(server.upstream().awaitDisconnect(SOON).path()).endsWith("/chat/completions");
    }

    /** Were it asked for more, the upstream would answer. OkHttp by itself obeys {@code Retry-After: 0} once more. */
    @Test
    void openAiDoesNotMultiplyOurAttempts() {
        for (int i = 1; i <= 3; i++) {
            server.upstream().answerNext(Reply.json(503, "{}").header("retry-after-ms", "10"));
        }
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(server.baseUrl())
                .apiKey(KEY)
                .build();

        assertThatThrownBy(() -> client.chat().completions().create(chat().build()))
                .isInstanceOf(InternalServerException.class);
        assertThat(server.upstream().requests()).hasSize(3);
    }

    @Test
    void langchainCallsATool() {
        server.upstream().answerNext(Reply.json(200, NodeSdkIT.TOOL_CALL));

        String name = langchain(SOON)
                .chat(ChatRequest.builder()
                        .messages(UserMessage.from("Say hello"))
                        .toolSpecifications(
                                ToolSpecification.builder().name("weather").build())
                        .build())
                .aiMessage()
                .toolExecutionRequests()
                .get(0)
                .name();

        assertThat(name).isEqualTo("weather");
    }

    @Test
    void langchainCancelsTheUpstreamWhenItsTimeIsUp() throws Exception {
        server.upstream().answerNext(Reply.silence());

        assertThatThrownBy(() -> langchain(Duration.ofMillis(500)).chat("Say hello"))
                .isInstanceOf(TimeoutException.class);
        assertThat(server.upstream().awaitDisconnect(SOON).path()).endsWith("/chat/completions");
    }

    @Test
    void langchainUploads() throws Exception {
        server.upstream().answerNext(Reply.json(200, "{\"text\":\"Hello\"}"));

        String text = OpenAiAudioTranscriptionModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(KEY)
                .modelName("test/whisper")
                .timeout(SOON)
                .maxRetries(0)
                .build()
                .transcribeToText(Audio.builder()
                        .binaryData(new byte[1_000_000])
                        .mimeType("audio/wav")
                        .build());

        assertThat(text).isEqualTo("Hello");
        SeenRequest seen = server.upstream().awaitRequest(SOON);
        assertThat(seen.headers().first("Content-Type").orElse("")).startsWith("multipart/form-data");
        assertThat(seen.body().length).isGreaterThan(1_000_000);
        assertThat(seen.text()).contains("test/whisper");
    }

    @Test
    void langchainCancelsTheUpstreamWhenItAbortsAStream() throws Exception {
        server.upstream()
                .answerNext(Reply.events()
                        .piece(OpenAiReplies.chatEvents(List.of("Hel")).get(0))
                        .stall());
        CompletableFuture<String> first = new CompletableFuture<>();

        OpenAiStreamingChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(KEY)
                .modelName("test/model")
                .timeout(SOON.multipliedBy(6))
                .build()
                .chat("Say hello", abortingAfter(first));

        assertThat(first.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo("Hel");
        assertThat(server.upstream().awaitDisconnect(SOON).path()).endsWith("/chat/completions");
    }

    private static StreamingChatResponseHandler abortingAfter(CompletableFuture<String> first) {
        return new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
                context.streamingHandle().cancel();
                first.complete(partial.text());
            }

            @Override
            public void onCompleteResponse(ChatResponse complete) {
                first.completeExceptionally(new AssertionError("half a stream was taken for the whole"));
            }

            @Override
            public void onError(Throwable error) {
                first.completeExceptionally(error);
            }
        };
    }

    private static OpenAIClient openAi(Duration patience) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(server.baseUrl())
                .apiKey(KEY)
                .timeout(patience)
                .maxRetries(0)
                .build();
    }

    private static ChatCompletionCreateParams.Builder chat() {
        return ChatCompletionCreateParams.builder().model("test/model").addUserMessage("Say hello");
    }

    private static OpenAiChatModel langchain(Duration patience) {
        return OpenAiChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(KEY)
                .modelName("test/model")
                .timeout(patience)
                .maxRetries(0)
                .build();
    }
}
