package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.Completion;
import dev.atmar.http.json.RawJson;
import io.vertx.core.buffer.Buffer;
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
        try {
            return of(status, parse(body));
        } catch (ApiException e) {
            throw e.saying(Refusal.shortened(mask.apply(e.getMessage())));
        }
    }

    /**
     * {@code {"content": …}} of what {@link #parse} gave.
     *
     * @throws ApiException 502 when it is not an answer; it may name the key
     */
    static JsonObject of(int status, Optional<JsonObject> completion) {
        completion.ifPresent(ChatContent::refuseError);
        return new JsonObject().put("content", Completion.content(status, completion.orElse(null)));
    }

    /** Empty when it is no JSON object; else what {@link CompletionReader} keeps of it. */
    static Optional<JsonObject> parse(Buffer body) {
        return CompletionReader.read(body);
    }

    /**
     * An error is one whatever the status says; it would name the key to whoever asked.
     *
     * @throws ApiException 502 when one stands in the place of an answer, or beside it
     */
    static void refuseError(JsonObject completion) {
        Object error = completion.getValue("error");
        if (error != null && !Boolean.FALSE.equals(error)) {
            throw ChatFailures.failed(said(error));
        }
    }

    /**
     * The same for a whole answer, which is parsed only if there is an error in it.
     *
     * @throws ApiException 502 when one stands in the place of an answer, or beside it
     */
    static void refuseError(RawJson completion, Buffer body) {
        if (completion.member("error").filter(RawJson::isSet).isPresent()) {
            parse(body).ifPresent(ChatContent::refuseError);
            throw ChatFailures.failed(said(null));
        }
    }

    /** The words of an error, in OpenAI's shape or as mere text. */
    static String said(Object error) {
        Object message = error instanceof JsonObject object ? object.getValue("message") : error;
        return message instanceof String text && !text.isBlank() ? text : "the upstream said nothing that can be read";
    }
}
