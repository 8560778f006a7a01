package dev.atmar.relay;

import dev.atmar.http.json.RawJson;
import io.vertx.core.json.JsonObject;

/** Told, once for each attempt at most, what the upstream says it used. */
@FunctionalInterface
interface Usage {
    void tokens(long prompt, long completion);

    /** Told what stands in the member {@code usage} of a completion, or of a chunk of one; nothing where it is none. */
    default void of(JsonObject completion) {
        if (completion.getValue("usage") instanceof JsonObject usage) {
            tokens(count(usage, "prompt_tokens"), count(usage, "completion_tokens"));
        }
    }

    /** The same, of one that is not parsed. */
    default void of(RawJson completion) {
        completion
                .member("usage")
                .filter(RawJson::isObject)
                .ifPresent(usage -> tokens(count(usage, "prompt_tokens"), count(usage, "completion_tokens")));
    }

    private static long count(RawJson usage, String name) {
        return usage.member(name).map(RawJson::count).orElse(0L);
    }

    private static long count(JsonObject usage, String name) {
        return usage.getValue(name) instanceof Number count ? Math.max(0, count.longValue()) : 0;
    }
}
