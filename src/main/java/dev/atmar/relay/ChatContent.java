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
    private static final int LONGEST_MESSAGE = 1000;

    private ChatContent() {}

    /**
     * {@code {"content": …}}.
     *
     * @param mask applied to what the upstream says in an error
     * @throws ApiException with the upstream's own status for 4xx; 502 for everything else that is not an answer
     */
    static JsonObject of(int status, Buffer body, int retryAfterSeconds, UnaryOperator<String> mask) {
        if (status >= 400) {
            throw refused(status, body, retryAfterSeconds, mask);
        }
        return new JsonObject()
                .put("content", Completion.content(status, parse(body).orElse(null)));
    }

    private static Optional<JsonObject> parse(Buffer body) {
        try {
            return Optional.of(new JsonObject(body));
        } catch (DecodeException | ClassCastException e) {
            return Optional.empty();
        }
    }

    /** A proxy in front of the upstream may say it in HTML, which is not passed on. */
    private static String said(Buffer body) {
        Object error = parse(body).map(answer -> answer.getValue("error")).orElse(null);
        Object message = error instanceof JsonObject object ? object.getValue("message") : error;
        return message instanceof String text && !text.isBlank() ? text : "the upstream said nothing that can be read";
    }

    /** An answer of 400 and beyond, as {@link #of} throws it. */
    static ApiException refused(int status, Buffer body, int retryAfterSeconds, UnaryOperator<String> mask) {
        String masked = mask.apply(said(body));
        String message = masked.substring(0, Math.min(masked.length(), LONGEST_MESSAGE));
        boolean upstreamFailed = status >= 500;
        return ApiException.busy(
                upstreamFailed ? 502 : status,
                "upstream_" + status,
                upstreamFailed ? "the upstream answered " + status + ": " + message : message,
                retryAfterSeconds);
    }
}
