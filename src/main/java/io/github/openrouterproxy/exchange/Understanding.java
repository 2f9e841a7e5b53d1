package io.github.openrouterproxy.exchange;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was read out of the bodies; null is unknown. Names are cut, since they may be as long as a body, and stand in
 * every row and total.
 *
 * @param model the model that answered, else the one asked for
 * @param askedModel the model the request names
 * @param stream whether the answer was asked for or came as a stream
 * @param firstToken since the call was received, until the first piece of a streamed answer that bears content; null
 *     where the answer is no stream of events, as raw audio, whose first bytes may be a header without a sound
 * @param generationId what the upstream calls the answer
 * @param tools that the answer calls
 * @param late what the upstream makes, or made, after the call that asked for it; null for everything else
 */
public record Understanding(
        @Nullable String model,
        @Nullable String askedModel,
        @Nullable String provider,
        boolean stream,
        @Nullable Duration firstToken,
        @Nullable String finishReason,
        @Nullable String generationId,
        @Nullable ToolCalls tools,
        TokenUsage usage,
        @Nullable LateAnswer late) {
    public static final Understanding NOTHING = new Understanding(null, null, false, null, null, TokenUsage.UNKNOWN);

    private static final int LONGEST_NAME = 256;

    public Understanding {
        model = cut(model, LONGEST_NAME);
        askedModel = cut(askedModel, LONGEST_NAME);
        provider = cut(provider, LONGEST_NAME);
        finishReason = cut(finishReason, LONGEST_NAME);
        generationId = cut(generationId, LONGEST_NAME);
    }

    /** Of an answer that came at once. */
    public Understanding(
            @Nullable String model,
            @Nullable String askedModel,
            @Nullable String provider,
            boolean stream,
            @Nullable Duration firstToken,
            @Nullable String finishReason,
            @Nullable String generationId,
            @Nullable ToolCalls tools,
            TokenUsage usage) {
        this(model, askedModel, provider, stream, firstToken, finishReason, generationId, tools, usage, null);
    }

    /** Of an answer without a name of its own whose tools are unknown, to a request that names no model. */
    public Understanding(
            @Nullable String model,
            @Nullable String provider,
            boolean stream,
            @Nullable Duration firstToken,
            @Nullable String finishReason,
            TokenUsage usage) {
        this(model, null, provider, stream, firstToken, finishReason, null, null, usage);
    }

    public Understanding using(TokenUsage newUsage) {
        return new Understanding(
                model, askedModel, provider, stream, firstToken, finishReason, generationId, tools, newUsage, late);
    }

    /** The same, with what is known of the late answer. */
    public Understanding telling(@Nullable LateAnswer newLate) {
        return new Understanding(
                model, askedModel, provider, stream, firstToken, finishReason, generationId, tools, usage, newLate);
    }

    /**
     * The same figures, with the words of another.
     *
     * @param answer what the late answer is called there; null when it is not
     */
    public Understanding saying(Understanding words, @Nullable String answer) {
        return new Understanding(
                words.model,
                words.askedModel,
                words.provider,
                stream,
                firstToken,
                words.finishReason,
                words.generationId,
                words.tools,
                usage,
                late != null && late.id().equals(answer) ? late : null);
    }

    /** @return its beginning, no longer than that, and no character cut in two */
    static @Nullable String cut(@Nullable String words, int longest) {
        if (words == null || words.length() <= longest) {
            return words;
        }
        return words.substring(0, Character.isHighSurrogate(words.charAt(longest - 1)) ? longest - 1 : longest);
    }

    /**
     * An answer that is made after the call that asked for it has ended, as responses in the background, batches and
     * videos are.
     */
    public sealed interface LateAnswer {
        /** What the upstream calls it. */
        String id();

        /** Of the call that asked for it. */
        record Awaited(String id) implements LateAnswer {}

        /** Of a later call that asks for it and hears what it used. */
        record Told(String id, TokenUsage usage) implements LateAnswer {}

        /** Of a call that gets it at last, and counts itself what it used. */
        record Counted(String id) implements LateAnswer {}
    }

    /**
     * The tools that an answer calls.
     *
     * @param count of all calls
     * @param names each once, in the order of their first call
     */
    public record ToolCalls(int count, List<String> names) {
        public static final ToolCalls NONE = new ToolCalls(0, List.of());

        public ToolCalls {
            names = List.copyOf(names);
        }
    }
}
