package dev.atmar.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What is read of a chat completion, OpenAI's and DeepSeek's: the content of its first choice. */
public final class Completion {
    private Completion() {}

    /**
     * The content, which is null where the model called a tool instead.
     *
     * @param status of the answer, for the words of a complaint
     * @param answer of any shape
     * @throws ApiException 502 when it is no completion, or one whose {@code finish_reason} says that it failed
     */
    public static Object content(int status, Object answer) {
        if (!(answer instanceof JsonObject object)
                || !(object.getValue("choices") instanceof JsonArray choices)
                || choices.isEmpty()
                || !(choices.getValue(0) instanceof JsonObject choice)) {
            throw notACompletion(status);
        }
        if ("insufficient_system_resource".equals(choice.getValue("finish_reason"))) {
            throw ApiException.of(502, "insufficient_system_resource", "the upstream gave up in the middle");
        }
        if (!(choice.getValue("message") instanceof JsonObject message)) {
            throw notACompletion(status);
        }
        return message.getValue("content");
    }

    /**
     * 502.
     *
     * @param status of the answer that was none
     */
    public static ApiException notACompletion(int status) {
        return ApiException.of(
                502, "upstream_not_a_completion", "the upstream answered " + status + ", not a chat completion");
    }
}
