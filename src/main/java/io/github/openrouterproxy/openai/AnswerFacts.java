package io.github.openrouterproxy.openai;

import io.github.openrouterproxy.exchange.TokenUsage;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has been read of one answer so far, over all its events; what is read later counts. Confined to its caller. */
final class AnswerFacts {
    private static final Set<String> LAST_STATUS = Set.of("completed", "incomplete", "failed", "cancelled");
    private static final double MICROS = 1_000_000;
    private static final double MOST_MICROS = 9e15;

    private @Nullable String model;
    private @Nullable String provider;
    private @Nullable String finishReason;
    private @Nullable String status;
    private @Nullable String error;
    private @Nullable Long prompt;
    private @Nullable Long completion;
    private @Nullable Long total;
    private @Nullable Long cached;
    private @Nullable Long cacheRead;
    private @Nullable Long cacheWritten;
    private @Nullable Long reasoning;
    private @Nullable Double cost;
    private @Nullable Double ownKeyCost;
    private boolean ownKey;
    private boolean content;

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

    /** The first error tells what went wrong; later ones follow from it. */
    void error(String message) {
        error = error == null ? message : error;
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

    void ownKey(boolean value) {
        ownKey = value;
    }

    void tokens(String field, @Nullable Long count) {
        if (count == null) {
            return;
        }
        switch (field) {
            case "prompt_tokens", "input_tokens" -> prompt = count;
            case "completion_tokens", "output_tokens" -> completion = count;
            case "total_tokens" -> total = count;
            case "cached_tokens", "prompt_cache_hit_tokens" -> cached = count;
            case "cache_read_input_tokens" -> cacheRead = count;
            case "cache_creation_input_tokens" -> cacheWritten = count;
            case "reasoning_tokens" -> reasoning = count;
            default -> {}
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
    String error() {
        if (error == null && "error".equals(finishReason)) {
            return "the answer ended with finish_reason \"error\"";
        }
        return error;
    }

    @Nullable
    String finishReason() {
        return finishReason == null && status != null && LAST_STATUS.contains(status) ? status : finishReason;
    }

    TokenUsage usage() {
        Long allPrompt = allPrompt();
        Long sum = total;
        if (sum == null && allPrompt != null && completion != null) {
            sum = allPrompt + completion;
        }
        return new TokenUsage(allPrompt, completion, sum, cached == null ? cacheRead : cached, reasoning, costMicros());
    }

    /** Messages count what came from and went to the cache beside {@code input_tokens}, the other formats in it. */
    private @Nullable Long allPrompt() {
        if (prompt == null) {
            return null;
        }
        return prompt + (cacheRead == null ? 0 : cacheRead) + (cacheWritten == null ? 0 : cacheWritten);
    }

    private @Nullable Long costMicros() {
        if (cost == null) {
            return null;
        }
        double micros = MICROS * (cost + (ownKey && ownKeyCost != null ? ownKeyCost : 0));
        return micros >= 0 && micros < MOST_MICROS ? Math.round(micros) : null;
    }
}
