package io.github.openrouterproxy.openai;

import io.github.openrouterproxy.exchange.TokenUsage;
import io.github.openrouterproxy.exchange.TokenUsage.Cost;
import io.github.openrouterproxy.exchange.Understanding.LateAnswer;
import io.github.openrouterproxy.exchange.Understanding.ToolCalls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has been read of one answer so far, over all its events; what is read later counts. Confined to its caller. */
final class AnswerFacts {
    private static final String FAILED = "failed";
    private static final Set<String> LAST_STATUS = Set.of("completed", "incomplete", FAILED, "cancelled", "expired");
    private static final Set<String> STILL_MADE =
            Set.of("queued", "pending", "validating", "in_progress", "processing", "finalizing");
    private static final int MOST_TOOL_CALLS = 1000;
    private static final int MOST_TOOL_NAMES = 50;
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_ID = 256;

    /** Names by the call's id, which is told more than once. */
    private final Map<String, String> toolCalls = new LinkedHashMap<>();

    private @Nullable String model;
    private @Nullable String provider;
    private @Nullable String finishReason;
    private @Nullable String status;
    private @Nullable String id;
    private @Nullable String generationId;
    private @Nullable String error;
    private @Nullable Long prompt;
    private @Nullable Long input;
    private @Nullable Long completion;
    private @Nullable Long total;
    private @Nullable Long cached;
    private @Nullable Long cacheRead;
    private @Nullable Long cacheCreated;
    private @Nullable Long cacheWritten;
    private @Nullable Long reasoning;
    private @Nullable Long promptAudio;
    private @Nullable Long completionAudio;
    private @Nullable Long promptImage;
    private @Nullable Long completionImage;
    private @Nullable Double cost;
    private @Nullable Double promptCost;
    private @Nullable Double completionCost;
    private @Nullable Double ownKeyCost;
    private boolean ownKey;
    private boolean content;
    private boolean finished;

    void model(@Nullable String value) {
        model = value == null ? model : value;
    }

    void provider(@Nullable String value) {
        provider = value == null ? provider : value;
    }

    void finishReason(@Nullable String value) {
        finishReason = value == null ? finishReason : value;
    }

    void status(@Nullable String value) {
        status = value == null ? status : value;
    }

    /** The first id is the answer's; what is inside it has ids of its own. */
    void generationId(@Nullable String value) {
        generationId = generationId == null ? value : generationId;
    }

    /** As the body tells it, which may be another one than the head's. */
    void id(@Nullable String value) {
        id = id == null ? value : id;
        generationId(value);
    }

    void toolCall(@Nullable String id, String name) {
        if (toolCalls.size() < MOST_TOOL_CALLS) {
            String shortName = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
            toolCalls.put(id == null ? "#" + toolCalls.size() : id, shortName);
        }
    }

    /** The first error tells what went wrong; later ones follow from it. */
    void error(String message) {
        error = error == null ? message : error;
    }

    /** A whole answer has been read to its end, or a whole event. */
    void end() {
        finished |= finishReason() != null;
    }

    void content() {
        content = true;
    }

    void cost(@Nullable Double dollars) {
        cost = dollars == null ? cost : dollars;
    }

    /** What the provider charged the caller's own key, beside the cost. */
    void ownKeyCost(@Nullable Double dollars) {
        ownKeyCost = dollars == null ? ownKeyCost : dollars;
    }

    void promptCost(@Nullable Double dollars) {
        promptCost = dollars == null ? promptCost : dollars;
    }

    void completionCost(@Nullable Double dollars) {
        completionCost = dollars == null ? completionCost : dollars;
    }

    void ownKey(boolean value) {
        ownKey = value;
    }

    void tokens(String field, @Nullable Long count) {
        if (count == null) {
            return;
        }
        switch (field) {
            case "prompt_tokens" -> prompt = count;
            case "input_tokens" -> input = count;
            case "completion_tokens", "output_tokens" -> completion = count;
            case "total_tokens" -> total = count;
            case "cached_tokens", "prompt_cache_hit_tokens" -> cached = count;
            case "cache_read_input_tokens" -> cacheRead = count;
            case "cache_creation_input_tokens" -> cacheCreated = count;
            case "cache_write_tokens" -> cacheWritten = count;
            case "reasoning_tokens" -> reasoning = count;
            default -> {}
        }
    }

    /** @param ofPrompt whether of what was sent, or of what was answered */
    void audioTokens(boolean ofPrompt, @Nullable Long count) {
        if (ofPrompt) {
            promptAudio = count == null ? promptAudio : count;
        } else {
            completionAudio = count == null ? completionAudio : count;
        }
    }

    /** @param ofPrompt whether of what was sent, or of what was answered */
    void imageTokens(boolean ofPrompt, @Nullable Long count) {
        if (ofPrompt) {
            promptImage = count == null ? promptImage : count;
        } else {
            completionImage = count == null ? completionImage : count;
        }
    }

    boolean hasContent() {
        return content;
    }

    @Nullable
    String model() {
        return model;
    }

    @Nullable
    String provider() {
        return provider;
    }

    @Nullable
    String generationId() {
        return generationId;
    }

    /** Null while an answer that was not read to its end may still call one; a reason may stand before its calls. */
    @Nullable
    ToolCalls tools() {
        if (toolCalls.isEmpty() && !finished) {
            return null;
        }
        List<String> names =
                toolCalls.values().stream().distinct().limit(MOST_TOOL_NAMES).toList();
        return new ToolCalls(toolCalls.size(), names);
    }

    @Nullable
    String error() {
        if (error == null && "error".equals(finishReason)) {
            return "the answer ended with finish_reason \"error\"";
        }
        if (error == null && FAILED.equals(status)) {
            return "the answer ended with status \"failed\"";
        }
        return error;
    }

    @Nullable
    String finishReason() {
        return finishReason == null && status != null && LAST_STATUS.contains(status) ? status : finishReason;
    }

    /** As the body tells it. */
    @Nullable
    String id() {
        return id;
    }

    /** @param asks whether it is a call that asks for the answer; else it may tell of one that was made late */
    @Nullable
    LateAnswer late(boolean asks) {
        if (id == null || id.length() > LONGEST_ID || status == null) {
            return null;
        }
        if (asks && STILL_MADE.contains(status)) {
            return new LateAnswer.Awaited(id);
        }
        TokenUsage used = usage();
        if (!LAST_STATUS.contains(status) || used.equals(TokenUsage.UNKNOWN)) {
            return null;
        }
        return asks ? new LateAnswer.Counted(id) : new LateAnswer.Told(id, used);
    }

    TokenUsage usage() {
        Long allPrompt = allPrompt();
        // some count from 0 while they answer
        if (finishReason() == null && isZero(allPrompt) && isZero(completion)) {
            return TokenUsage.UNKNOWN.costing(cost != null && cost > 0 ? cost() : Cost.UNKNOWN);
        }
        Long sum = total;
        if (sum == null && allPrompt != null && completion != null) {
            sum = allPrompt + completion;
        }
        return new TokenUsage(
                allPrompt,
                completion,
                sum,
                cached == null ? cacheRead : cached,
                cacheWritten == null ? cacheCreated : cacheWritten,
                reasoning,
                promptAudio,
                completionAudio,
                promptImage,
                completionImage,
                cost());
    }

    private static boolean isZero(@Nullable Long count) {
        return count != null && count == 0;
    }

    /**
     * Messages count what came from and went to the cache beside {@code input_tokens}; {@code prompt_tokens} have it in
     * them, and so have {@code input_tokens} that make up the total.
     */
    private @Nullable Long allPrompt() {
        if (prompt != null || input == null) {
            return prompt;
        }
        if (total != null && completion != null && total == input + completion) {
            return input;
        }
        return input + (cacheRead == null ? 0 : cacheRead) + (cacheCreated == null ? 0 : cacheCreated);
    }

    private Cost cost() {
        Double upstream = ownKey ? ownKeyCost : null;
        Long nanos = cost == null ? null : Cost.inNanos(cost + (upstream == null ? 0 : upstream));
        return new Cost(
                nanos,
                Cost.inNanos(promptCost),
                Cost.inNanos(completionCost),
                Cost.inNanos(upstream),
                nanos == null ? null : Cost.Source.REPORTED);
    }
}
