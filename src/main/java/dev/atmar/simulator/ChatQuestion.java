package dev.atmar.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * A request for a chat completion, as far as the answer depends on it.
 *
 * @param lastWords the end of the last message, to be mentioned in the answer
 * @param promptTokens estimated from the length of all messages
 * @param maxTokens the most the caller wants
 */
record ChatQuestion(
        String model,
        String lastWords,
        int promptTokens,
        Optional<Long> maxTokens,
        boolean stream,
        boolean includeUsage,
        Wishes wishes) {
    /**
     * @param faultHeader the value of {@link Wishes#HEADER}, or null
     * @throws Refusal 400 when the body is not JSON, 422 when it is not a question
     */
    static ChatQuestion of(Buffer body, String faultHeader) {
        JsonObject json = object(body);
        String model = required(json, "model", String.class, "a string");
        JsonArray messages = required(json, "messages", JsonArray.class, "a sequence");
        Prompt prompt = Prompt.of(messages);
        boolean stream = optional(json, "stream", Boolean.class, "a boolean").orElse(false);
        return new ChatQuestion(
                model,
                prompt.lastWords(),
                prompt.tokens(),
                maxTokens(json),
                stream,
                stream && wantsUsage(json),
                Wishes.of(faultHeader, json));
    }

    private static JsonObject object(Buffer body) {
        try {
            if (Json.decodeValue(body) instanceof JsonObject object) {
                return object;
            }
        } catch (DecodeException e) {
            throw Refusal.badFormat(body.length() == 0 ? "EOF while parsing a value" : "expected value");
        }
        throw Refusal.badParameter("invalid type, expected a map");
    }

    private static Optional<Long> maxTokens(JsonObject json) {
        Optional<Number> most = optional(json, "max_tokens", Number.class, "an integer");
        if (most.isPresent() && most.get().longValue() < 1) {
            throw Refusal.badParameter("max_tokens: invalid value, expected at least 1");
        }
        return most.map(Number::longValue);
    }

    private static boolean wantsUsage(JsonObject json) {
        return optional(json, "stream_options", JsonObject.class, "a map")
                .flatMap(options -> optional(options, "include_usage", Boolean.class, "a boolean"))
                .orElse(false);
    }

    private static <T> T required(JsonObject json, String field, Class<T> type, String expected) {
        return optional(json, field, type, expected)
                .orElseThrow(() -> Refusal.badParameter("missing field `" + field + "`"));
    }

    private static <T> Optional<T> optional(JsonObject json, String field, Class<T> type, String expected) {
        Object value = json.getValue(field);
        if (value != null && !type.isInstance(value)) {
            throw Refusal.badParameter(field + ": invalid type, expected " + expected);
        }
        return Optional.ofNullable(type.cast(value));
    }
}
