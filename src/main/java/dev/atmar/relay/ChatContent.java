package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.Completion;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What is read from a chat completion: the first choice's content, or the error in its place. */
final class ChatContent {
    private ChatContent() {}

    /**
     * {@code {"content": …}}.
     *
     * @param mask applied to what the upstream says in an error
     * @throws ApiException with the upstream's own status for 4xx; 502 for everything else that is not an answer
     */
    static JsonObject of(int status, Buffer body, int retryAfterSeconds, UnaryOperator<String> mask) {
        if (status >= 400) {
            throw Refusal.of(status, body, retryAfterSeconds, mask).inOurWords();
        }
        return new JsonObject()
                .put("content", Completion.content(status, parse(body).orElse(null)));
    }

    /** Empty when it is no JSON object. */
    static Optional<JsonObject> parse(Buffer body) {
        try {
            return Optional.of(new JsonObject(body));
        } catch (DecodeException | ClassCastException e) {
            return Optional.empty();
        }
    }

    /** The words of an error, in OpenAI's shape or as mere text. */
    static String said(Object error) {
        Object message = error instanceof JsonObject object ? object.getValue("message") : error;
        return message instanceof String text && !text.isBlank() ? text : "the upstream said nothing that can be read";
    }
}
