package dev.atmar.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One answer of the model, made of tokens: the first mentions the question, the others are the vocabulary's words.
 *
 * @param created seconds since 1970
 * @param tokens of the whole answer
 * @param reasoningTokens how many of them, the first ones, are reasoning
 * @param wordOffset where in the vocabulary the answer begins
 */
record Completion(
        UUID id,
        long created,
        String model,
        String question,
        int promptTokens,
        int tokens,
        int reasoningTokens,
        int wordOffset,
        String finishReason) {
    static final String FINGERPRINT = "fp_simulated";

    /** DeepSeek's prompt cache works in blocks of so many tokens. */
    private static final int CACHE_BLOCK = 64;

    /** Nothing said, and for which reason. */
    Completion without(String finishReason) {
        return new Completion(id, created, model, question, promptTokens, 0, 0, wordOffset, finishReason);
    }

    boolean isReasoning(int token) {
        return token < reasoningTokens;
    }

    boolean reasons() {
        return reasoningTokens > 0;
    }

    /**
     * @param token from 0
     */
    String text(int token) {
        if (token == 0 || token == reasoningTokens) {
            return (isReasoning(token) ? "Asked is: “" : "You asked: “") + question + "” ";
        }
        return Vocabulary.word(wordOffset + token);
    }

    private String text(int from, int to) {
        return IntStream.range(from, to).mapToObj(this::text).collect(Collectors.joining());
    }

    /** The answer to a request that is not a stream. */
    JsonObject toJson() {
        JsonObject message = new JsonObject().put("role", "assistant").put("content", text(reasoningTokens, tokens));
        if (reasons()) {
            message.put("reasoning_content", text(0, reasoningTokens));
        }
        JsonObject choice = new JsonObject()
                .put("index", 0)
                .put("message", message)
                .put("logprobs", null)
                .put("finish_reason", finishReason);
        return head("chat.completion")
                .put("choices", new JsonArray().add(choice))
                .put("usage", usage())
                .put("system_fingerprint", FINGERPRINT);
    }

    /** The fields every object of this answer begins with. */
    JsonObject head(String object) {
        return new JsonObject()
                .put("id", id.toString())
                .put("object", object)
                .put("created", created)
                .put("model", model);
    }

    /** Every whole block of the prompt counts as found in the cache. */
    JsonObject usage() {
        int cached = promptTokens / CACHE_BLOCK * CACHE_BLOCK;
        JsonObject usage = new JsonObject()
                .put("prompt_tokens", promptTokens)
                .put("completion_tokens", tokens)
                .put("total_tokens", promptTokens + tokens)
                .put("prompt_tokens_details", new JsonObject().put("cached_tokens", cached))
                .put("prompt_cache_hit_tokens", cached)
                .put("prompt_cache_miss_tokens", promptTokens - cached);
        return reasons()
                ? usage.put("completion_tokens_details", new JsonObject().put("reasoning_tokens", reasoningTokens))
                : usage;
    }
}
